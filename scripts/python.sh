#!/bin/sh
# Runs its arguments with the first Python ≥ 3.11 of this machine, or says in one sentence what is missing.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
found=""
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    found="${found:+$found, }$candidate → $version"
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        cd "$root" && exec "$candidate" "$@"
    fi
done
echo "Python 3.11 ou plus récent est nécessaire (trouvé ici : ${found:-aucun Python 3})." >&2
echo "Installez-le (Debian, Ubuntu : sudo apt install python3 python3-venv), puis relancez la commande." >&2
exit 1
