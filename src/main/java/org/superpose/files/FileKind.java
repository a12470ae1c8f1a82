package org.superpose.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Kinds of files that are often given by mistake, told apart by how they begin, and what to do instead. */
enum FileKind {
    LFS_POINTER(
            text("version https://git-lfs.github.com/spec/"),
            "is a Git LFS pointer, which stands for a file that was not fetched; run git lfs pull first"),
    ZIP(
            bytes("504b0304"),
            "is a zip archive, such as torch.save (.pt) and numpy.savez (.npz) write; save weights by"
                    + " safetensors.torch.save_file, and unpack anything else"),
    PICKLE_2(bytes("8002"), FileKind.PICKLE),
    PICKLE_3(bytes("8003"), FileKind.PICKLE),
    PICKLE_4(bytes("8004"), FileKind.PICKLE),
    PICKLE_5(bytes("8005"), FileKind.PICKLE),
    NUMPY(
            bytes("934e554d5059"),
            "is an array of numpy.save; save weights by safetensors.numpy.save_file and numbers by numpy.savetxt"),
    HDF5(bytes("894844460d0a1a0a"), "is an HDF5 file; save weights by safetensors.numpy.save_file"),
    PARQUET(text("PAR1"), "is a Parquet file; tables of results are read by giving their directory as --out"),
    GZIP(bytes("1f8b08"), "is packed by gzip; unpack it first"),
    ZSTD(bytes("28b52ffd"), "is packed by zstd; unpack it first"),
    BZIP2(bytes("425a6839314159265359"), "is packed by bzip2; unpack it first"),
    XZ(bytes("fd377a585a00"), "is packed by xz; unpack it first"),
    HTML(text("<!DOCTYPE html"), FileKind.PAGE),
    HTML_5(text("<!doctype html"), FileKind.PAGE),
    HTML_ELEMENT(text("<html"), FileKind.PAGE),
    UTF_16_LITTLE(bytes("fffe"), FileKind.UTF_16),
    UTF_16_BIG(bytes("feff"), FileKind.UTF_16);

    /** No mark is longer. */
    static final int LONGEST = 64;

    private static final String PICKLE =
            "is a Python pickle, such as torch.save (.pt) wrote, which could run any code when it is read; save weights by"
                    + " safetensors.torch.save_file";
    private static final String PAGE = "is a web page, as a failed download leaves; fetch the file itself";
    private static final String UTF_16 = "is text in UTF-16; save it as UTF-8";

    private final byte[] mark;
    private final String sentence;

    FileKind(byte[] mark, String sentence) {
        this.mark = mark;
        this.sentence = sentence;
    }

    /** What the file is and what to do, such as "is packed by gzip; unpack it first". */
    String sentence() {
        return sentence;
    }

    /** The kind of a file that begins so, if it is one of these. */
    static Optional<FileKind> of(byte[] beginning) {
        if (isSafetensors(beginning)) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(kind -> beginning.length >= kind.mark.length
                        && Arrays.equals(kind.mark, 0, kind.mark.length, beginning, 0, kind.mark.length))
                .findFirst();
    }

    /** Whether the file begins with a length below 2^32, little-endian in eight bytes, and a brace. That length may begin as a pickle does: 640 is 80 02. */
    private static boolean isSafetensors(byte[] beginning) {
        return beginning.length > 8
                && beginning[4] == 0
                && beginning[5] == 0
                && beginning[6] == 0
                && beginning[7] == 0
                && beginning[8] == '{';
    }

    private static byte[] bytes(String hexadecimal) {
        return HexFormat.of().parseHex(hexadecimal);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
