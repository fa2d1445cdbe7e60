# Lets PowerShell 7 complete command lines of tuyactors. For one shell:  tuyactors completion pwsh | Out-String | Invoke-Expression
# For all of them:  tuyactors completion pwsh >> $PROFILE

Register-ArgumentCompleter -Native -CommandName tuyactors -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $typed = "$wordToComplete".Trim("'", '"')
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
        })
    & $commandAst.CommandElements[0].Extent.Text completion words '--' @before $typed 2>$null | ForEach-Object {
        $word, $detail = $_ -split "`t", 2
        $text = if ($word -match "[^\w./:=-]") { "'" + $word.Replace("'", "''") + "'" } else { $word }
        $tip = if ($detail) { $detail } else { $word }
        [System.Management.Automation.CompletionResult]::new($text, $word, [System.Management.Automation.CompletionResultType]::ParameterValue, $tip)
    }
}
