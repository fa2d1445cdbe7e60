#compdef tuyactors
# Lets zsh complete command lines of tuyactors. For one shell:  source <(tuyactors completion zsh)
# For all of them:  tuyactors completion zsh > ~/.zfunc/_tuyactors, where fpath has ~/.zfunc before compinit is called.

_tuyactors() {
    local program=${(Q)words[1]} line
    local -a found shown
    program=${program/#\~\//$HOME/}
    while IFS= read -r line; do
        found+=("${line%%$'\t'*}")
        if [[ -n ${line#*$'\t'} ]]; then
            shown+=("${line%%$'\t'*}  -- ${line#*$'\t'}")
        else
            shown+=("${line%%$'\t'*}")
        fi
    done < <("$program" completion words -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)

    if (( $#found )); then
        compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -l -d shown -a found
    else
        _files
    fi
}

if [[ $funcstack[1] == _tuyactors ]]; then
    _tuyactors "$@"
elif (( $+functions[compdef] )); then
    compdef _tuyactors tuyactors
fi
