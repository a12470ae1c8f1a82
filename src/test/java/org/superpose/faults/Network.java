package org.superpose.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between a driver and its executors that can be cut: the driver listens on 127.0.0.1 and is called 127.0.0.2, where this passes on what comes. While it
 * is cut, bytes stay where they are, as where a cable is pulled, and nobody is told.
 */
final class Network implements AutoCloseable {
    private static final String DRIVER = "127.0.0.1";
    private static final String CALLED = "127.0.0.2";

    private final List<ServerSocket> doors = new ArrayList<>();
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final Object cable = new Object();
    private boolean cut;

    Network() throws IOException {
        for (int door = 0; door < 2; door++) {
            ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName(CALLED));
            doors.add(socket);
            daemon(() -> {
                while (true) {
                    connect(socket.accept(), socket.getLocalPort());
                }
            });
        }
    }

    /** What makes the driver's address this one. Executors that are not heard of are given up after ten seconds, not two minutes. */
    String[] options() {
        List<String> options = new ArrayList<>();
        for (String setting : List.of(
                "spark.driver.bindAddress=" + DRIVER,
                "spark.driver.host=" + CALLED,
                "spark.driver.port=" + doors.get(0).getLocalPort(),
                "spark.driver.blockManager.port=" + doors.get(1).getLocalPort(),
                "spark.network.timeout=10s",
                "spark.network.timeoutInterval=5s",
                "spark.executor.heartbeatInterval=2s")) {
            options.addAll(List.of("--conf", setting));
        }
        return options.toArray(String[]::new);
    }

    void cut() {
        synchronized (cable) {
            cut = true;
        }
    }

    void mend() {
        synchronized (cable) {
            cut = false;
            cable.notifyAll();
        }
    }

    static Optional<String> missing() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(CALLED))) {
            return socket.isBound() ? Optional.empty() : Optional.of("there is no " + CALLED);
        } catch (IOException e) {
            return Optional.of("there is no " + CALLED);
        }
    }

    private void connect(Socket caller, int port) throws IOException {
        Socket driver = new Socket(DRIVER, port);
        ends.add(caller);
        ends.add(driver);
        daemon(() -> pass(caller.getInputStream(), driver.getOutputStream(), driver));
        daemon(() -> pass(driver.getInputStream(), caller.getOutputStream(), caller));
    }

    private void pass(InputStream from, OutputStream to, Socket end) throws IOException, InterruptedException {
        byte[] bytes = new byte[1 << 16];
        try (end) {
            for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                synchronized (cable) {
                    while (cut) {
                        cable.wait();
                    }
                }
                to.write(bytes, 0, count);
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // the end of a connection, or of the network
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        mend();
        for (ServerSocket door : doors) {
            door.close();
        }
        for (Socket end : ends) {
            end.close();
        }
    }
}
