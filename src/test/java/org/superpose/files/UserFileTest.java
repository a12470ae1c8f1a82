package org.superpose.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.errors.UserException;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "pipes, sockets, links and modes are those of Unix")
class UserFileTest {
    @TempDir
    Path folder;

    private void refused(Path file, String what) {
        assertThatThrownBy(() -> UserFile.require(file, "-f the\u001bname", "a thing"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("-f the\\u001bname: " + what);
    }

    private Path holding(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "file", ""), content);
    }

    private Path holding(String content) throws IOException {
        return holding(content.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatIsNoFile() throws Exception {
        refused(folder, "is a directory; give a thing");
        refused(folder.resolve("none"), "no such file");
        refused(Path.of("/dev/null"), "is a device; give a thing");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        refused(pipe, "is a pipe; give a thing");
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            refused(socket, "is a socket; give a thing");
        }
    }

    @Test
    void linksThatLeadNowhere() throws IOException {
        refused(
                Files.createSymbolicLink(folder.resolve("a"), Path.of("no\nwhere")),
                "is a symbolic link to no\\nwhere, which");
        refused(
                Files.createSymbolicLink(folder.resolve("b"), Path.of("b")),
                "is a symbolic link to b, which leads to no file");
    }

    @Test
    void whatMayNotBeRead() throws IOException {
        Path file = holding("x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "root may read everything");
        refused(file, "cannot be read: permission denied");
    }

    /** The length of a header of 640 bytes, little-endian, begins as a pickle does, and 559 903 bytes as gzip. */
    @ParameterizedTest
    @ValueSource(ints = {640, 896, 1152, 1408, 640 + 65536, 0x88b1f})
    void safetensorsWhoseLengthLooksLikeAnotherKind(int length) throws IOException {
        byte[] beginning = ByteBuffer.allocate(40)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put("{\"W_in\": ".getBytes(StandardCharsets.US_ASCII))
                .array();
        Path file = holding(beginning);
        assertThatCode(() -> UserFile.require(file, "x", "a thing")).doesNotThrowAnyException();
    }

    @Test
    void filesOfOtherKinds() throws IOException {
        refused(holding(""), "is empty; give a thing");
        refused(
                holding("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
                "is a Git LFS pointer");
        refused(holding("\u0080\u0002}q\u0000."), "is a Python pickle");
        refused(holding("\u0080\u0004\u0095"), "is a Python pickle");
        refused(holding("\u0093NUMPY\u0001\u0000v"), "is an array of numpy.save");
        refused(holding("\u0089HDF\r\n\u001a\n"), "is an HDF5 file");
        refused(holding("PAR1"), "is a Parquet file");
        refused(holding("<!DOCTYPE html><p>404"), "is a web page");
        refused(holding("\u00ff\u00fen\u0000"), "is text in UTF-16");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("archive/data.pkl"));
        }
        refused(holding(zip.toByteArray()), "is a zip archive, such as torch.save");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        new GZIPOutputStream(packed).close();
        refused(holding(packed.toByteArray()), "is packed by gzip");
    }

    @Test
    void anythingElseIsForTheReaderToJudge() throws IOException {
        for (String content : new String[] {"n: 3", "P", "<", "BZh: 1", "version https://git", "1,2\n"}) {
            Path file = holding(content);
            assertThatCode(() -> UserFile.require(file, "x", "a thing")).doesNotThrowAnyException();
        }
    }
}
