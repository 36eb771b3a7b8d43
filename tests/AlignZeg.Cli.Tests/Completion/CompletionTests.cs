using System.Diagnostics;

namespace AlignZeg.Cli.Tests.Completion;

/// <summary>The script for bash in a bash, with nothing else installed.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("alignzeg jo", "job")]
    [InlineData("alignzeg job su", "submit")]
    [InlineData("alignzeg job submit --data", "--dataset --dataset-version")]
    [InlineData("alignzeg   job  submit --wat", "--watch")]
    [InlineData("alignzeg serve --role w", "worker")]
    [InlineData("alignzeg completion ", "--help --verbose -? -h /? /h bash fish zsh")]
    [InlineData("alignzeg tenant key ro", "rotate")]
    [InlineData("alignzeg label --output /some/fi", "")] // the shell's own: names of files
    public async Task Bash_CompletesVerbsAndOptions(string line, string suggestions)
    {
        const string Script = """
            PATH=$1:$PATH; source <(alignzeg completion bash)
            COMP_LINE=$2 COMP_POINT=${#2}; read -ra COMP_WORDS <<< "$2"; [[ $2 == *' ' ]] && COMP_WORDS+=(""); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            [[ $(complete -p alignzeg) == "complete -o default -F _alignzeg alignzeg" ]] || exit 9
            _alignzeg; echo "${COMPREPLY[@]}"
            """;
        Assert.Equal(suggestions.Split(' ').Order(StringComparer.Ordinal), (await BashAsync(Script, Path.GetDirectoryName(AlignZegProcess.Program)!, line)).Split(' ').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("zsh"), InlineData("fish")]
    public async Task OtherShells_HaveTheirScripts(string shell) =>
        Assert.Contains("[suggest:", (await AlignZegProcess.RunAloneAsync("completion", shell)).Expect(0).Output, StringComparison.Ordinal);

    [Fact]
    public async Task UnknownShell_IsOneSentence() => (await AlignZegProcess.RunAloneAsync("completion", "tcsh")).ExpectSentence(2, "tcsh");

    private static async Task<string> BashAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-c", script, "bash", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return said.Trim();
    }
}
