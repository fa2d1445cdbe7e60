# Lets fish complete command lines of tuyactors. For one shell:  tuyactors completion fish | source
# For all of them:  tuyactors completion fish > ~/.config/fish/completions/tuyactors.fish

function __tuyactors_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    # A quote that is not closed yet cannot be taken off otherwise.
    set -l word (string unescape -- $typed 2>/dev/null; or string trim --left --chars "'\"" -- $typed)
    set -l found ($words[1] completion words -- $words[2..] "$word" 2>/dev/null)
    if test (count $found) -gt 0
        string join -- \n $found
    else
        __fish_complete_path "$word"
    end
end

complete -c tuyactors -f -a '(__tuyactors_complete)'
