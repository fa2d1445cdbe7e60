# Lets bash complete command lines of tuyactors. For one shell:  source <(tuyactors completion bash)
# For all of them:  tuyactors completion bash > ~/.local/share/bash-completion/completions/tuyactors

_tuyactors() {
    local line=${COMP_LINE:0:COMP_POINT} words=() word='' raw='' quote='' begun='' i c

    # The line as the shell reads it. COMP_WORDS will not do: it is broken at '=' and ':', and its quotes are still there.
    for ((i = 0; i < ${#line}; i++)); do
        c=${line:i:1}
        if [[ $quote == "'" ]]; then
            if [[ $c == "'" ]]; then quote=''; else word+=$c; fi
        elif [[ $c == \\ ]]; then
            raw+=$c
            ((++i))
            c=${line:i:1}
            word+=$c
            begun=1
        elif [[ $quote == '"' ]]; then
            if [[ $c == '"' ]]; then quote=''; else word+=$c; fi
        elif [[ $c == "'" || $c == '"' ]]; then
            quote=$c
            begun=1
        elif [[ $c == [[:space:]] ]]; then
            [[ -n $begun ]] && words+=("$word")
            word='' raw='' begun=''
            continue
        else
            word+=$c
            begun=1
        fi
        raw+=$c
    done

    # Readline replaces what stands behind the last '=' or ':', and no more.
    local current=${COMP_WORDS[COMP_CWORD]} given=''
    [[ $current == [=:] ]] && current=''
    [[ -z $quote && $raw == *"$current" ]] && given=${raw:0:${#raw}-${#current}}

    local program=$1 found
    [[ $program == '~'/* ]] && program=$HOME/${program:2}
    COMPREPLY=()
    while IFS=$'\t' read -r found _; do
        [[ -n $found ]] || continue
        # Within quotes a space is one; without, it needs a backslash.
        [[ -n $quote ]] || printf -v found %q "$found"
        COMPREPLY+=("${found#"$given"}")
    done < <("$program" completion words -- "${words[@]:1}" "$word" 2>/dev/null)
}

complete -o default -F _tuyactors tuyactors
