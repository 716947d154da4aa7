# shellcheck shell=bash
# Finds or installs a JDK 25 for the Maven build. Exports JAVA_HOME. Sourced after common.sh.

# Whether the directory has a JDK of version 25 or newer that runs on this machine.
is_jdk_25() {
  local v
  [ -n "$1" ] && [ -x "$1/bin/javac" ] || return 1
  v="$("$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = \([0-9]*\)$/\1/p')"
  [ "${v:-0}" -ge 25 ]
}

find_jdk() {
  local d
  for d in "${JAVA_HOME:-}" /usr/lib/jvm/*25* "$SLACKWATER_CACHE_DIR/jdk-25" "$HOME"/.sdkman/candidates/java/25*; do
    if is_jdk_25 "$d"; then
      export JAVA_HOME="$d"
      return 0
    fi
  done
  return 1
}

# Unpacks the JDK of trixie into the cache. It needs glibc 2.38; on an older Debian its programs get the loader and libraries of trixie.
unpack_jdk() {
  local jdk="$SLACKWATER_CACHE_DIR/jdk-25" tmp f loader
  tmp="$(mktemp -d "$SLACKWATER_CACHE_DIR/jdk.XXXXXX")"
  fetch_debs "$tmp" openjdk-25-jdk-headless openjdk-25-jre-headless
  for f in "$tmp"/*.deb; do dpkg-deb -x "$f" "$tmp/x"; done
  mv "$tmp"/x/usr/lib/jvm/java-25-openjdk-* "$tmp/jdk"
  # Debian keeps configuration and certificates in /etc; here they must be inside the JDK.
  rm -rf "$tmp/jdk/conf"
  mkdir "$tmp/jdk/conf"
  cp -rL "$tmp"/x/etc/java-25-openjdk/. "$tmp/jdk/conf/"
  find "$tmp/jdk/lib" -xtype l -lname '/etc/java-25-openjdk/*' | while read -r f; do
    ln -sfn "$(realpath -m --relative-to="${f%/*}" "$tmp/jdk/conf/$(readlink "$f" | cut -d/ -f4-)")" "$f"
  done
  if ! is_jdk_25 "$tmp/jdk"; then
    has patchelf || apt_install patchelf
    rm -f "$tmp"/*.deb
    fetch_debs "$tmp" libc6 libgcc-s1 libstdc++6 zlib1g liblcms2-2
    for f in "$tmp"/*.deb; do dpkg-deb -x "$f" "$tmp/libs"; done
    mkdir "$tmp/jdk/glibc"
    find "$tmp/libs" -path '*/lib/*' -name '*.so*' -exec cp -P {} "$tmp/jdk/glibc/" \;
    loader="$(basename "$(find "$tmp/jdk/glibc" -name 'ld-linux*.so.*' | head -n 1)")"
    find "$tmp/jdk/bin" "$tmp/jdk/lib/jspawnhelper" -type f | while read -r f; do
      patchelf --set-interpreter "$jdk/glibc/$loader" --force-rpath --set-rpath "$jdk/glibc:$jdk/lib" "$f"
    done
  fi
  # The move comes first, because the patched programs expect their loader at the final path.
  rm -rf "$jdk"
  mv "$tmp/jdk" "$jdk"
  if [ ! -r "$jdk/lib/security/cacerts" ]; then jdk_certificates "$jdk" "$tmp"; fi
  rm -rf "$tmp"
}

# jdk_certificates <jdk> <scratch directory>: creates a Java trust store from the certificates of the system.
jdk_certificates() {
  [ -r /etc/ssl/certs/ca-certificates.crt ] || apt_install ca-certificates
  rm -f "$1/lib/security/cacerts"
  cat >"$2/TrustStore.java" <<'JAVA'
import java.io.*;
import java.security.*;
import java.security.cert.*;

class TrustStore {
    public static void main(String[] args) throws Exception {
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        try (var in = new FileInputStream(args[0])) {
            int n = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("system-" + n++, certificate);
            }
        }
        try (var out = new FileOutputStream(args[1])) {
            store.store(out, "changeit".toCharArray());
        }
    }
}
JAVA
  quiet jdk-cacerts "$1/bin/java" "$2/TrustStore.java" /etc/ssl/certs/ca-certificates.crt "$1/lib/security/cacerts"
}

ensure_jdk() {
  if find_jdk; then return 0; fi
  only_one jdk
  if ! find_jdk; then
    log "installing JDK 25"
    if [ "$(apt-cache policy openjdk-25-jdk-headless 2>/dev/null | awk '/Candidate:/{print $2}')" ] &&
      [ "$(apt-cache policy openjdk-25-jdk-headless | awk '/Candidate:/{print $2}')" != "(none)" ]; then
      apt_install openjdk-25-jdk-headless
    else
      unpack_jdk
    fi
  fi
  let_go
  find_jdk || die "JDK 25 could not be installed. Install a JDK 25 and set JAVA_HOME"
}
