# Sourced by compose/up, compose/test and compose/bench: installs what is missing, finds Swift.

# need_swift: says where to get Swift where there is none.
need_swift() {
  command -v swift >/dev/null && return
  echo "Swift 6.2 or later is missing. Get it from https://www.swift.org/install and run again." >&2
  exit 1
}

# need_packages PACKAGE…: installs Debian packages that are missing, or names the command.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      echo "These packages are missing. Install them and run again:" >&2
      echo "  sudo apt-get update && sudo apt-get install -y ${missing[*]}" >&2
      exit 1
    fi
  fi
  echo "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build ARGUMENT…: builds for release; the first build takes about ten minutes on two cores.
build() {
  echo "building (the first time takes about ten minutes on two cores)"
  swift build -c release "$@"
}
