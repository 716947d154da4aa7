#!/bin/sh
# Starts the sidecar. JAVA_OPTS comes last, so it overrides all options here.
#
# This process and its children ignore SIGHUP: `restic unlock` sends SIGHUP to the pid of a lock, which may be the pid of this process.
# -Xrs is no alternative, because it also ignores SIGTERM: a stop must run the shutdown, which thaws containers.
trap '' HUP
#
# High thresholds (Tier4…) reserve the optimising compiler for hot code. This saves 15 MiB and half of the start time, and the inner
# loops of dumps still reach the thresholds within a second.
#
# Ten times the default (Tier3…) leaves rarely called methods interpreted. This saves 10 MiB and compile time.
#
# Two malloc arenas, and a trim of freed memory every half minute, reduce the memory after a batch from 156 to 147 MiB.
export MALLOC_ARENA_MAX=2
#
# Native accessors: otherwise Java generates classes for each constructor that it calls by reflection, such as those of the journal's
# records. This saves 2 MiB and a twentieth of a second of the start.
#
# The AOT cache holds loaded classes, which takes a third off the start. AOTMode=auto: Java starts without a cache that does
# not fit, for example to other options in JAVA_OPTS. Its warning goes to stderr, because stdout is the answer of a command.
# ArchiveRelocationMode=0 maps the cache to its own address, which saves a copy of its pages in memory. train.sh starts without the cache.
aot='-XX:AOTCache=/app/slackwater.aot -XX:AOTMode=auto -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0'
[ -e /app/slackwater.aot ] || aot=
# shellcheck disable=SC2086
exec /opt/java/bin/java \
  -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
  -Xms16m -Xmx256m -XX:MaxMetaspaceSize=160m -XX:ReservedCodeCacheSize=64m -Xss512k \
  -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=12 -XX:-ShrinkHeapInSteps \
  -XX:Tier3InvocationThreshold=2000 -XX:Tier3MinInvocationThreshold=1000 \
  -XX:Tier3CompileThreshold=20000 -XX:Tier3BackEdgeThreshold=120000 \
  -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=10000 \
  -XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=200000 \
  -XX:TrimNativeHeapInterval=30000 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
  $aot -Xlog:disable -Xlog:all=warning:stderr \
  --enable-native-access=ALL-UNNAMED \
  -Djdk.reflect.useNativeAccessorOnly=true -Djava.io.tmpdir=/tmp -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -Dorg.sqlite.lib.path=/app/native -Dorg.sqlite.lib.name=libsqlitejdbc.so \
  ${JAVA_OPTS:-} -jar /app/quarkus-run.jar "$@"
