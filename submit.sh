#!/usr/bin/env bash
# Runs superpose on Spark: ./submit.sh [spark-submit options] COMMAND [ARGUMENTS]
#
# Options before the command go to spark-submit unchanged. SPARK_HOME, or a spark-submit on the PATH, names the Spark to
# use; without one the embedded Spark under target/spark is started through Spark's own launcher. What is missing or
# older than its sources is built first. Results go to stdout; everything said here goes to stderr.
#
# SUPERPOSE_PROFILE=gpu builds and runs the jar with ND4J's CUDA backend.
# Kept to bash 3.2, which macOS ships.
set -euo pipefail

usage_error() {
  printf '%s\n' "$@" >&2
  exit 2
}

notice() {
  printf 'superpose: %s\n' "$1" >&2
}

# The file a chain of symbolic links ends at.
resolved() {
  local path=$1 target
  while [ -L "$path" ]; do
    target=$(readlink "$path")
    case $target in
      /*) path=$target ;;
      *) path=$(dirname "$path")/$target ;;
    esac
  done
  printf '%s\n' "$path"
}

project=$(cd -P "$(dirname "$(resolved "${BASH_SOURCE[0]}")")" && pwd -P)
target=$project/target
pom_property() {
  sed -n "s:.*<$1>\\(.*\\)</$1>.*:\\1:p" "$project/pom.xml" | head -n 1
}
spark_version=$(pom_property spark.version)
scala_version=$(pom_property scala.binary.version)

version=$(pom_property version)
case ${SUPERPOSE_PROFILE:-} in
  '') jar=$target/superpose-$version-app.jar profile=() ;;
  gpu) jar=$target/superpose-$version-app-gpu.jar profile=(-Pgpu) ;;
  *) usage_error "SUPERPOSE_PROFILE is '$SUPERPOSE_PROFILE'; it may be 'gpu', or unset for the CPU." ;;
esac

# ---- what the program cannot know by itself ------------------------------------------------------------------------

# The line to paste to do this again.
typed=$(printf '%q ' "$0" "$@")
export SUPERPOSE_COMMAND="${SUPERPOSE_PROFILE:+SUPERPOSE_PROFILE=$SUPERPOSE_PROFILE }${typed% }"

unset SUPERPOSE_TERMINAL SUPERPOSE_COLUMNS
if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ]; then
  export SUPERPOSE_TERMINAL=1
  size=$(stty size <&2 2>/dev/null || true)
  case ${size#* } in
    '' | 0 | *[!0-9]*) ;;
    *) export SUPERPOSE_COLUMNS=${size#* } ;;
  esac
fi

# Java names files by the characters of the locale, and knows a full disk and a closed pipe by their English names.
if [ "$(locale charmap 2>/dev/null || true)" = UTF-8 ]; then
  export LC_CTYPE=${LC_ALL:-${LC_CTYPE:-${LANG:-}}} LC_MESSAGES=C
  unset LC_ALL
elif locale -a 2>/dev/null | grep -iqx 'c\.utf-\{0,1\}8'; then
  export LC_ALL=C.UTF-8
fi

# ---- the command line -------------------------------------------------------------------------------------------

options=()         # for spark-submit
master='' memory='' properties='' mode='' java_options='' files='' load_defaults='' given=' ' action=''

# Notes what the defaults below depend on: option $1 with value $2.
note() {
  local key value
  case $1 in
    --master | --remote) master=$2 ;;
    --driver-memory) memory=$2 ;;
    --driver-java-options) java_options=$2 ;;
    --properties-file) properties=$2 ;;
    --deploy-mode) mode=$2 ;;
    --files) files=$2 ;;
    --kill | --status) action=$1 ;;
    --conf | -c)
      key=${2%%=*} value=${2#*=}
      given="$given$key "
      case $key in
        spark.master) master=$value ;;
        spark.driver.memory) memory=$value ;;
        spark.driver.extraJavaOptions) java_options=$value ;;
        spark.submit.deployMode) mode=$value ;;
        spark.files) files=${files:-$value} ;;
      esac
      ;;
  esac
}

while [ $# -gt 0 ]; do
  case $1 in
    # Ours answers these; they end the options like a command.
    --help | -h | --version | -V) break ;;
    --load-spark-defaults)
      load_defaults=yes
      options+=("$1")
      shift
      ;;
    --supervise | --verbose | -v | --usage-error)
      options+=("$1")
      shift
      ;;
    --archives | --class | --conf | -c | --deploy-mode | --driver-class-path | --driver-cores | \
      --driver-default-class-path | --driver-java-options | --driver-library-path | --driver-memory | \
      --exclude-packages | --executor-cores | --executor-memory | --extra-properties-file | --files | --jars | \
      --keytab | --kill | --master | --name | --num-executors | --packages | --principal | --properties-file | \
      --proxy-user | --py-files | --queue | --remote | --repositories | --status | --total-executor-cores)
      [ $# -ge 2 ] || usage_error "spark-submit's option $1 needs a value."
      note "$1" "$2"
      options+=("$1" "$2")
      shift 2
      ;;
    --*=*)
      note "${1%%=*}" "${1#*=}"
      options+=("$1")
      shift
      ;;
    -*)
      usage_error "'$1' is no option of spark-submit." \
        "Options before the command are spark-submit's; those of a command come after it: ./submit.sh COMMAND $1 …"
      ;;
    *) break ;;
  esac
done

# ---- Java and Spark ---------------------------------------------------------------------------------------------

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || usage_error "JAVA_HOME is $JAVA_HOME, where there is no bin/java." \
    "Set JAVA_HOME to a JDK 17 or newer, or unset it to use the java on the PATH."
else
  java=$(command -v java || true)
  [ -n "$java" ] || usage_error "No Java found: neither JAVA_HOME nor a java on the PATH." \
    "Install a JDK 17 or newer (for instance https://adoptium.net) and set JAVA_HOME to it."
fi
if ! java_says=$("$java" -version 2>&1); then
  usage_error "$java does not start:" "$java_says" \
    "${JAVA_TOOL_OPTIONS:+JAVA_TOOL_OPTIONS is $JAVA_TOOL_OPTIONS. }Set JAVA_HOME to a JDK 17 or newer that \"java -version\" works with."
fi
java_version=$(sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' <<<"$java_says" | head -n 1)
if [ -z "$java_version" ] || [ "$java_version" -lt 17 ]; then
  usage_error "$java is Java ${java_version:-of unknown version}; superpose and Spark $spark_version need 17 or newer." \
    "Set JAVA_HOME to a JDK 17 or newer."
fi

# The version of the Spark in directory $1; empty if it cannot be told.
version_of_spark() {
  local file
  if [ -f "$1/RELEASE" ]; then
    sed -n 's/^Spark \([^ ]*\).*/\1/p' "$1/RELEASE" | head -n 1
    return
  fi
  for file in "$1"/jars/spark-core_*.jar; do
    if [ -f "$file" ]; then
      file=${file##*/spark-core_*-}
      printf '%s\n' "${file%.jar}"
      return
    fi
  done
}

spark_home=${SPARK_HOME:-}
spark_submit=''
# The embedded Spark has no scripts: its master and workers need SPARK_HOME=target/spark, and we need no spark-submit of it.
if [ "$spark_home" -ef "$target/spark" ]; then
  spark_home=''
elif [ -n "$spark_home" ]; then
  spark_submit=$spark_home/bin/spark-submit
  [ -x "$spark_submit" ] || usage_error "SPARK_HOME is $spark_home, where there is no bin/spark-submit." \
    "Set it to a Spark $spark_version, or unset it to use the embedded one."
  found=$(version_of_spark "$spark_home")
  [ "$found" = "$spark_version" ] || usage_error \
    "SPARK_HOME is $spark_home, which holds Spark ${found:-of unknown version}; superpose is built for Spark $spark_version." \
    "Set SPARK_HOME to a Spark $spark_version, or unset it to use the embedded one."
elif spark_submit=$(command -v spark-submit); then
  spark_home=$(cd -P "$(dirname "$(resolved "$spark_submit")")/.." && pwd -P)
  found=$(version_of_spark "$spark_home")
  if [ "$found" != "$spark_version" ]; then
    notice "$spark_submit is Spark ${found:-of unknown version}, not $spark_version: using the embedded Spark"
    spark_submit='' spark_home=''
  fi
fi

# ---- the build --------------------------------------------------------------------------------------------------

# Succeeds when what is about to be started exists and is no older than its sources.
built() {
  [ -f "$jar" ] && [ -f "$target/spark/jars/spark-core_$scala_version-$spark_version.jar" ] &&
    [ -z "$(find "$project/src/main" "$project/conf/views.sql" "$project/pom.xml" -newer "$jar" | head -n 1)" ] && ! committed_since
}

# Succeeds when the jar says that its sources were not committed, and now they are: results must name that commit.
committed_since() {
  grep -q '^dirty=true' "$target/classes/org/superpose/build.properties" 2>/dev/null &&
    [ -z "$(git -C "$project" status --porcelain -- src/main conf/views.sql pom.xml 2>&1)" ]
}

build() {
  local log=$target/build.log maven
  maven=$(command -v mvn) || usage_error "superpose must be built first, and there is no mvn on the PATH." \
    "Install Apache Maven 3.8 or newer (https://maven.apache.org/download.cgi)."
  if [ -n "${JAVA_HOME:-}" ]; then
    [ -x "$JAVA_HOME/bin/javac" ] || usage_error "superpose must be built first, and $JAVA_HOME is no JDK: it has no bin/javac." \
      "Set JAVA_HOME to a JDK 17 or newer."
  elif ! command -v javac >/dev/null; then
    usage_error "superpose must be built first, and there is no javac on the PATH." \
      "Install a JDK 17 or newer and set JAVA_HOME to it."
  fi
  if [ -d "$target/spark" ]; then
    notice 'the sources have changed: building again (half a minute; output in target/build.log)'
  else
    notice 'first use: building with Maven, which downloads Spark and ND4J (2 to 10 minutes; output in target/build.log)'
  fi
  # Unlinked, not overwritten: a superpose that is running keeps the files it has open.
  rm -f "$jar"
  if [ "$project/pom.xml" -nt "$target/spark" ]; then
    rm -rf "$target/spark"
  fi
  touch "$target/build.started"
  if ! (cd "$project" && "$maven" -B -q -Dstyle.color=never ${profile[@]+"${profile[@]}"} -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null; then
    notice "the build failed; the end of $log:"
    tail -n 25 "$log" >&2
    exit 1
  fi
  # A source edited while the build ran must count as newer.
  touch -r "$target/build.started" "$jar"
}

# Builds unless a build that was waited for has done so.
build_once() {
  built || build
}

build_alone() {
  mkdir -p "$target"
  if command -v flock >/dev/null; then
    (
      flock -n 9 || { notice 'waiting for another build'; flock 9; }
      build_once
    ) 9>"$target/build.lock"
    return
  fi
  local lock=$target/build.lock.d
  until mkdir "$lock" 2>/dev/null; do
    if ! kill -0 "$(cat "$lock/pid" 2>/dev/null || echo $$)" 2>/dev/null; then
      rm -rf "$lock"
    else
      sleep 1
    fi
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  build_once
  rm -rf "$lock"
  trap - EXIT
}

built || build_alone

# ---- defaults ---------------------------------------------------------------------------------------------------

# Spark's own configuration: ours for the embedded Spark, the site's for another.
if [ -n "$spark_submit" ]; then
  site=${SPARK_CONF_DIR:-$spark_home/conf}
else
  export SPARK_CONF_DIR=${SPARK_CONF_DIR:-$project/conf}
  site=$SPARK_CONF_DIR
fi

# The files of properties that spark-submit will read, each on a line.
property_files() {
  if [ -n "$properties" ]; then
    printf '%s\n' "$properties"
  fi
  if [ -z "$properties" ] || [ -n "$load_defaults" ]; then
    printf '%s\n' "$site/spark-defaults.conf"
  fi
}

# The value of property $1 in those files; empty if it is in none.
configured() {
  local file key value
  property_files | while IFS= read -r file; do
    [ -f "$file" ] || continue
    while IFS=$'=: \t' read -r key value || [ -n "$key" ]; do
      if [ "$key" = "$1" ]; then
        printf '%s\n' "$value"
        break 2
      fi
    done <"$file"
  done
}

defaults=()
# Property $1 is $2 unless the user or the site says otherwise.
default_conf() {
  case $given in *" $1 "*) return ;; esac
  [ -n "$(configured "$1")" ] || defaults+=(--conf "$1=$2")
}

# Half of the memory of the machine or container, in MiB: in local mode the executors live in the driver.
half_of_memory() {
  local bytes limit
  if [ -r /proc/meminfo ]; then
    bytes=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) * 1024))
  else
    bytes=$(sysctl -n hw.memsize)
  fi
  for limit in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [ -r "$limit" ]; then
      limit=$(cat "$limit")
      # 19 digits and "max" mean no limit.
      case $limit in
        *[!0-9]*) ;;
        *) if [ ${#limit} -lt 19 ] && [ "$limit" -lt "$bytes" ]; then bytes=$limit; fi ;;
      esac
    fi
  done
  printf '%s\n' $((bytes / 2097152))
}

# Refuses a cluster that Spark would miss with a stack trace only.
check_manager() {
  local manager home=${spark_home:-$target/spark}
  case $master in
    yarn) manager=yarn ;;
    k8s://*) manager=kubernetes ;;
    *) return 0 ;;
  esac
  if [ "$manager" = yarn ] && [ -z "${HADOOP_CONF_DIR:-}${YARN_CONF_DIR:-}" ] && [ ! -f "$site/spark-env.sh" ]; then
    usage_error "The master is yarn, and neither HADOOP_CONF_DIR nor YARN_CONF_DIR says where that cluster's configuration is." \
      "Set HADOOP_CONF_DIR to the directory that holds its core-site.xml and yarn-site.xml."
  fi
  if [ -f "$home/jars/spark-core_$scala_version-$spark_version.jar" ] &&
    [ ! -f "$home/jars/spark-${manager}_$scala_version-$spark_version.jar" ]; then
    usage_error "The master is $master, and the Spark in $home was built without $manager: it has no jars/spark-${manager}_$scala_version-$spark_version.jar." \
      "Add that jar with what it depends on, set SPARK_HOME to a Spark that has it, or unset SPARK_HOME to use the embedded one."
  fi
}

# Succeeds for /results and hdfs://host/results, not for results.
absolute() {
  case $1 in
    /* | [A-Za-z]*:*) ;;
    *) return 1 ;;
  esac
}

# In cluster mode the driver is on some node of the cluster: nobody sees its stdout, and files of this machine are not there.
prepare_cluster_mode() {
  local command=${1:-} out='' sweep=''
  case $command in
    run | compact) shift ;;
    *)
      usage_error "With --deploy-mode cluster the driver runs on a node of the cluster, where only 'run' and 'compact' work:" \
        "what '$command' answers would be seen in a log there. Leave --deploy-mode cluster out for '$command'."
      ;;
  esac
  while [ $# -gt 0 ]; do
    case $1 in
      --out) out=${2:-} ;;
      --out=*) out=${1#*=} ;;
      -*) ;;
      *) sweep=$1 ;;
    esac
    case $1 in --out | --set | --retry) if [ $# -gt 1 ]; then shift; fi ;; esac
    shift
  done
  absolute "$out" || usage_error "With --deploy-mode cluster the driver has no directory of yours: --out '$out' must be absolute." \
    "Name a directory that all nodes see, such as --out hdfs:///user/me/results."
  if in_image; then
    application_jar=local:///opt/superpose/superpose.jar
  fi
  case $sweep in '' | [A-Za-z]*://*) return 0 ;; esac
  if in_image; then
    configure_with "$sweep"
    return 0
  fi
  case $master in
    yarn | k8s://*) ship "$sweep" ;;
  esac
}

# Succeeds on a cluster to which nothing can be uploaded: Kubernetes, whose image has the jar.
in_image() {
  case $master in k8s://*) ;; *) return 1 ;; esac
  case $given in *' spark.kubernetes.file.upload.path '*) return 1 ;; esac
  [ -z "$(configured spark.kubernetes.file.upload.path)" ]
}

# Has file $1 copied to the driver's SPARK_CONF_DIR, as Spark on Kubernetes does with the configuration, in a ConfigMap.
configure_with() {
  local file
  [ -f "$1" ] || usage_error "$1: no such file"
  case $(basename "$1") in
    *[!A-Za-z0-9._-]*)
      usage_error "On Kubernetes the sweep file travels in a ConfigMap, which the name '$1' does not fit." \
        "Give the file a name of letters, digits, dots, hyphens and underscores, or set spark.kubernetes.file.upload.path."
      ;;
  esac
  configuration=$(mktemp -d)
  trap 'rm -rf "$configuration"' EXIT
  for file in "$site"/*; do
    # Of ours no other sweep.
    case $file in "$project"/conf/*.yaml) continue ;; esac
    if [ -f "$file" ]; then
      cp "$file" "$configuration"
    fi
  done
  cp "$1" "$configuration"
  export SPARK_CONF_DIR=$configuration
}

# Has file $1 copied to the driver's working directory.
ship() {
  [ -f "$1" ] || usage_error "$1: no such file"
  case $1 in
    *[,\#*?\[\]{}\\]*)
      usage_error "With --deploy-mode cluster the sweep file travels by spark-submit's --files, which '$1' does not fit." \
        "Give the file a name without , # * ? [ ] { } and backslash."
      ;;
  esac
  files=${files:-$(configured spark.files)}
  # Of several --files spark-submit takes the last.
  options+=(--files "${files:+$files,}$(cd "$(dirname "$1")" && pwd)/$(basename "$1")")
}

application_jar=$jar
configuration=''   # a copy of Spark's own with the sweep file, to be removed at the end
if [ -z "$action" ]; then
  master=${master:-$(configured spark.master)}
  master=${master:-${MASTER:-}}
  if [ -z "$master" ]; then
    master='local[*,4]'
    defaults+=(--master "$master")
  fi
  case $master in
    local*)
      export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
      if [ -z "$memory$(configured spark.driver.memory)" ]; then
        defaults+=(--driver-memory "$(half_of_memory)m")
      fi
      ;;
  esac
  while read -r key value; do
    case $key in '' | '#'*) continue ;; esac
    default_conf "$key" "$value"
  done <"$project/conf/spark-defaults.conf"
  check_manager
  mode=${mode:-$(configured spark.submit.deployMode)}
  if [ "$mode" = cluster ]; then
    prepare_cluster_mode "$@"
  fi
  if [ "$mode" != cluster ] && [ -z "$java_options$(configured spark.driver.extraJavaOptions)" ]; then
    if [ ! -f "$site/log4j2.properties" ]; then
      java_options="-Dlog4j2.configurationFile=file://${project// /%20}/conf/log4j2.properties"
    fi
    # A report is ten queries, each run once: the second compiler took half of its processor time and saved none.
    if [ "${1:-}" = report ]; then
      java_options="$java_options -XX:TieredStopAtLevel=1"
    fi
    if [ -n "$java_options" ]; then
      defaults+=(--driver-java-options "${java_options# }")
    fi
  fi
  defaults+=(--class org.superpose.cli.Main)
  application=("$application_jar" "$@")
else
  application=()
fi
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1} OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}

words=(${defaults[@]+"${defaults[@]}"} ${options[@]+"${options[@]}"} ${application[@]+"${application[@]}"})

# ---- the start --------------------------------------------------------------------------------------------------

# Becomes a command; what is to be removed after it needs this shell.
become() {
  if [ -n "$configuration" ]; then
    "$@"
    exit
  fi
  exec "$@"
}

if [ -n "$spark_submit" ]; then
  become "$spark_submit" "${words[@]}"
fi

export SPARK_HOME=$target/spark SPARK_SCALA_VERSION=$scala_version
# The launcher prints a NUL and a line feed, then the command, each word ended by a NUL.
command=()
while IFS= read -r -d '' word; do
  command+=("$word")
done < <("$java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
  org.apache.spark.deploy.SparkSubmit "${words[@]}")
[ ${#command[@]} -gt 1 ] || usage_error "Spark's launcher said nothing: $java does not run it${JAVA_TOOL_OPTIONS:+, with JAVA_TOOL_OPTIONS=$JAVA_TOOL_OPTIONS}."
command=("${command[1]#$'\n'}" "${command[@]:2}")
become "${command[@]}"
