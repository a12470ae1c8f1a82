package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixPictureTest {
    private static final int WHITE = 0xffffff;
    private static final int RED = 0xff0000;
    private static final int BLUE = 0x0000ff;

    @TempDir
    Path temporary;

    @Test
    void coloursRunFromBlueOverWhiteToRed() {
        assertThat(MatrixPicture.colour(0, 2)).isEqualTo(WHITE);
        assertThat(MatrixPicture.colour(2, 2)).isEqualTo(RED);
        assertThat(MatrixPicture.colour(9, 2)).isEqualTo(RED);
        assertThat(MatrixPicture.colour(-2, 2)).isEqualTo(BLUE);
        assertThat(MatrixPicture.colour(1, 2)).isEqualTo(0xff8080);
        assertThat(MatrixPicture.colour(-1, 2)).isEqualTo(0x8080ff);
        assertThat(MatrixPicture.colour(1, 0)).isEqualTo(RED);
        assertThat(MatrixPicture.colour(0, 0)).isEqualTo(WHITE);
    }

    /** Rows downwards; the bound is the largest element off the diagonal. */
    @Test
    void smallMatricesAreDrawnInSquares() {
        double[][] matrix = {{5, 1}, {-0.5, 0}};
        BufferedImage picture = MatrixPicture.of(2, (i, j) -> matrix[i][j]);
        assertThat(picture.getWidth()).isEqualTo(512);
        assertThat(picture.getHeight()).isEqualTo(512);
        assertThat(picture.getRGB(255, 255) & WHITE).isEqualTo(RED);
        assertThat(picture.getRGB(256, 255) & WHITE).isEqualTo(RED);
        assertThat(picture.getRGB(255, 256) & WHITE).isEqualTo(0x8080ff);
        assertThat(picture.getRGB(256, 256) & WHITE).isEqualTo(WHITE);
        assertThat(MatrixPicture.of(600, (i, j) -> 0).getWidth()).isEqualTo(600);
    }

    @Test
    void theRugIsSymmetricAndOneCarpetInEveryRow() throws IOException {
        Path file = temporary.resolve("rug.png");
        String[] arguments = {"theory", "--n", "16", "--m", "4", "--density", "0.1", "--rug", file.toString()};
        assertThat(CommandLines.run(arguments).exitCode()).isZero();
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(512);
        assertThat(picture.getHeight()).isEqualTo(512);
        int side = 512 / 16;
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) {
                int pixel = picture.getRGB(j * side, i * side);
                assertThat(pixel).isEqualTo(picture.getRGB(i * side, j * side));
                assertThat(pixel).isEqualTo(picture.getRGB((i ^ j) * side, 0));
            }
            assertThat(picture.getRGB(i * side, i * side) & WHITE).isEqualTo(RED);
        }
    }

    @Test
    void whatHasNoRugIsRefused() {
        String file = temporary.resolve("rug.png").toString();
        for (String[] size : new String[][] {{"12", "4"}, {"16", "16"}, {"8192", "4"}}) {
            String[] arguments = {"theory", "--n", size[0], "--m", size[1], "--density", "0.1", "--rug", file};
            CommandLines refused = CommandLines.run(arguments);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).contains("--rug needs --n a power of 2", "--n " + size[0]);
            assertThat(temporary.resolve("rug.png")).doesNotExist();
        }
    }
}
