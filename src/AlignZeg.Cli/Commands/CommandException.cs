namespace AlignZeg.Cli.Commands;

/// <summary>Ends a command with one sentence for the person at the keyboard: what is wrong, where, and what to do.</summary>
internal sealed class CommandException : Exception
{
    private CommandException(int exitCode, string sentence, Exception? inner) : base(sentence, inner) => ExitCode = exitCode;

    public int ExitCode { get; }

    /// <summary>The input or the usage is wrong (exit code 2).</summary>
    public static CommandException BadInput(string sentence, Exception? inner = null) => new(Commands.ExitCode.BadInput, sentence, inner);

    /// <summary>The input is right, but the work cannot be done (exit code 1).</summary>
    public static CommandException Failed(string sentence, Exception? inner = null) => new(Commands.ExitCode.Failed, sentence, inner);

    /// <summary>The person stopped it (exit code 130).</summary>
    public static CommandException Interrupted(string sentence, Exception? inner = null) => new(Commands.ExitCode.Interrupted, sentence, inner);
}
