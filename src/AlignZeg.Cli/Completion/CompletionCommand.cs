using System.CommandLine;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Completion;

/// <summary><c>alignzeg completion bash|zsh|fish</c>: a script for the shell, which asks this program what could come next and needs nothing else installed.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("shell") { Description = "bash, zsh or fish." };

    public static Command Create()
    {
        Shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that completes verbs and options: for bash, source <(alignzeg completion bash) in ~/.bashrc; zsh likewise in ~/.zshrc; for fish, alignzeg completion fish | source.") { Shell };
        command.SetAction(parsed => Print(parsed.GetRequiredValue(Shell)));
        return command;
    }

    /// <summary>True if a shell asks what could come next: <c>[suggest:POSITION] LINE</c>, which System.CommandLine answers.</summary>
    public static bool IsQuestion(IReadOnlyList<string> arguments) => arguments.Count > 0 && arguments[0].StartsWith("[suggest", StringComparison.Ordinal);

    private static int Print(string shell)
    {
        using var script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"completion.{shell}")!;
        using var reader = new StreamReader(script);
        Console.Out.Write(reader.ReadToEnd());
        return ExitCode.Done;
    }
}
