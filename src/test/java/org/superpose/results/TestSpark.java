package org.superpose.results;

import org.apache.spark.sql.SparkSession;

/** One local session for all tests of the process; a command that closed it gets the next test a new one. */
public final class TestSpark {
    private TestSpark() {}

    /** The shared session, on two threads. */
    public static synchronized SparkSession session() {
        if (System.getProperty("spark.master") == null) {
            System.setProperty("spark.master", "local[2]");
            System.setProperty("spark.sql.shuffle.partitions", "2");
            // Compiling a wide query takes far longer than running it over a few rows.
            System.setProperty("spark.sql.codegen.wholeStage", "false");
            System.setProperty("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        }
        return Sessions.open("tests");
    }
}
