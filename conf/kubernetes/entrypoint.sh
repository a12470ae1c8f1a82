#!/usr/bin/env bash
# What a container of superpose runs. "driver …" and "executor" are the words of Spark on Kubernetes, which sets the variables
# SPARK_… for them. All else is a command of superpose, which then runs in this container:
#
#   docker run superpose:0.1.0 theory --n 20 --m 5 --sparsity 0.9
#
# The shell becomes Java, so that Java has the signals and its exit code is the container's.
set -euo pipefail

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
ours=$SUPERPOSE_HOME/conf
# Of two files of one name Spark takes the one in SPARK_CONF_DIR, where a pod has the configuration of its application.
export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$ours}
export SPARK_DIST_CLASSPATH=${SPARK_DIST_CLASSPATH:+$SPARK_DIST_CLASSPATH:}$ours

# Becomes what spark-submit would for these words. Spark's launcher prints a NUL and a line feed, then the command, each word
# ended by a NUL.
submit() {
  local command=() word
  while IFS= read -r -d '' word; do
    command+=("$word")
  done < <("$java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
    org.apache.spark.deploy.SparkSubmit "$@")
  [ ${#command[@]} -gt 1 ] || exit 1
  exec "${command[1]#$'\n'}" "${command[@]:2}"
}

# Notes as --conf what superpose needs of Spark, but what the file of properties $1 says itself.
defaults=()
note_defaults() {
  local key value
  while read -r key value; do
    case $key in '' | '#'*) continue ;; esac
    grep -q "^$key=" "$1" || defaults+=(--conf "$key=$value")
  done <"$ours/spark-defaults.conf"
}

# Half of the memory of the container, in MiB, for the driver that holds the executors too.
half_of_memory() {
  "$java" -XX:MaxRAMPercentage=50 -XX:+PrintFlagsFinal -version 2>/dev/null | awk '$2 == "MaxHeapSize" { printf "%dm", $4 / 1048576 }'
}

case ${1:-} in
  driver)
    shift
    [ "${1:-}" != --properties-file ] || note_defaults "$2"
    submit ${defaults[@]+"${defaults[@]}"} --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" --deploy-mode client "$@"
    ;;
  executor)
    options=()
    name=SPARK_JAVA_OPT_0
    while [ -n "${!name+set}" ]; do
      options+=("${!name}")
      name=SPARK_JAVA_OPT_${#options[@]}
    done
    classpath="${HADOOP_CONF_DIR:+$HADOOP_CONF_DIR:}$SPARK_CONF_DIR:${SPARK_CLASSPATH:+$SPARK_CLASSPATH:}$SPARK_HOME/jars/*"
    exec "$java" ${options[@]+"${options[@]}"} "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" \
      -cp "$classpath:$SPARK_DIST_CLASSPATH" org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
      --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \
      --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" --podName "$SPARK_EXECUTOR_POD_NAME" \
      --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID"
    ;;
  *)
    export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
    submit --master 'local[*,4]' --driver-memory "${SPARK_DRIVER_MEMORY:-$(half_of_memory)}" \
      --class org.superpose.cli.Main "$SUPERPOSE_HOME/superpose.jar" "$@"
    ;;
esac
