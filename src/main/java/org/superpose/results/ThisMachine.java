package org.superpose.results;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells the machine that this process runs on from others. */
public final class ThisMachine {
    private ThisMachine() {}

    /** Its name in the network. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    /** Tells apart the times that it was started; empty where the system does not say. */
    public static String boot() {
        return space().split(" ")[0];
    }

    /** The boot, and on Linux the namespace of processes in which a process number is unique; empty where the system does not say. */
    static String space() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
