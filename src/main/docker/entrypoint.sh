#!/bin/sh
# Starts the sidecar. JAVA_OPTS is added at the end, so it can overrule everything here.
#
# SIGHUP is ignored, by us and by what we start: `restic unlock` sends one to the pid that it reads in a lock, which may
# be ours by accident. Not -Xrs, which would do the same for SIGTERM: a stop has to run the shutdown, it thaws.
trap '' HUP
#
# Only what is really hot gets the optimising compiler (Tier4…): what merely starts up would cost 15 MiB and half the
# start-up time with it, and the dumps' inner loops still reach it within a second.
#
# And what is called a few hundred times only is interpreted (Tier3…, ten times the usual): code and profiles of it cost 10 MiB and
# more time to make than they save.
#
# Two malloc arenas instead of up to eight for each core, and what is freed goes back to the system every half minute:
# measured after a batch, together with dumps that go straight into restic's pipe, 147 MiB instead of 156.
export MALLOC_ARENA_MAX=2
# shellcheck disable=SC2086
exec /opt/java/bin/java \
  -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
  -Xms24m -Xmx256m -XX:MaxMetaspaceSize=160m -XX:ReservedCodeCacheSize=64m -Xss512k \
  -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=25 -XX:-ShrinkHeapInSteps \
  -XX:Tier3InvocationThreshold=2000 -XX:Tier3MinInvocationThreshold=1000 \
  -XX:Tier3CompileThreshold=20000 -XX:Tier3BackEdgeThreshold=120000 \
  -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=10000 \
  -XX:Tier4CompileThreshold=100000 -XX:Tier4BackEdgeThreshold=200000 \
  -XX:TrimNativeHeapInterval=30000 -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
  --enable-native-access=ALL-UNNAMED \
  -Djava.io.tmpdir=/tmp -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -Dorg.sqlite.lib.path=/app/native -Dorg.sqlite.lib.name=libsqlitejdbc.so \
  ${JAVA_OPTS:-} -jar /app/quarkus-run.jar "$@"
