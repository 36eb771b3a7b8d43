using System.CommandLine;
using System.CommandLine.Parsing;
using AlignZeg.Cli.Commands.Remote;
using AlignZeg.Cli.Completion;

namespace AlignZeg.Cli.Commands;

/// <summary>The executable's verbs, and what becomes of their exceptions.</summary>
internal static class CommandLine
{
    /// <summary>Set to 1, errors show where they happened, and the platform's log goes to standard error.</summary>
    public const string TraceVariable = "ALIGNZEG_TRACE";

    private static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show where an error happened.",
        Recursive = true,
    };

    /// <summary>Parses and runs one command line.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Build().Parse(arguments);
        if (CompletionCommand.IsQuestion(arguments)) return await parsed.InvokeAsync();
        if (parsed.Errors.Count > 0 || UnknownOptions.FirstIn(parsed) is not null)
        {
            await Console.Error.WriteLineAsync($"alignzeg: {Complaint(parsed)} Try: alignzeg {Verb(parsed)}--help");
            return ExitCode.BadInput;
        }
        using var interruption = new Interruption();
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("alignzeg: interrupted.");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // the boundary: every exception becomes a sentence and an exit code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await ReportAsync(exception, parsed.GetValue(Verbose));
        }
    }

    private static RootCommand Build()
    {
        var root = new RootCommand("Labels the pixels of images with the classes you name, by an AlignZeg model on a platform of Orleans grains.");
        root.Options.Add(Verbose);
        foreach (var command in new[] { LabelCommand.Create(), DemoCommand.Create(), WorldCommand.Create(), EvaluateCommand.Create(), ExportCommand.Create(), ImportCommand.Create(), SplitCommand.Create(), VerifyCommand.Create(), TrainCommand.Create(), CalibrateCommand.Create(), ModelCommand.Create(), EmbedCommand.Create(), TokenizeCommand.Create(), DoctorCommand.Create(), BenchCommand.Create(), ServeCommand.Create(), VocabularyCommand.Create(), DatasetCommand.Create(), JobCommand.Create(), WebhookCommand.Create(), TenantCommand.Create(), UsageCommand.Create(), CompletionCommand.Create() })
            root.Subcommands.Add(command);
        return root;
    }

    private static async Task<int> ReportAsync(Exception exception, bool verbose)
    {
        var (exitCode, sentence) = Failure.Describe(exception);
        await Console.Error.WriteLineAsync($"alignzeg: {sentence}");
        if (verbose || Environment.GetEnvironmentVariable(TraceVariable) is not null) await Console.Error.WriteLineAsync(exception.ToString());
        return exitCode;
    }

    private static string Complaint(ParseResult parsed) => parsed.UnmatchedTokens.Count > 0
        ? $"'{parsed.UnmatchedTokens[0]}' is not known here."
        : UnknownOptions.FirstIn(parsed) is { } unknown ? $"There is no option '{unknown}'; what begins with a dash and is none goes after '--'."
        : parsed.Errors[0].Message.EndsWith('.') ? parsed.Errors[0].Message : parsed.Errors[0].Message + ".";

    /// <summary>The verb with those above it, such as "embed text ".</summary>
    private static string Verb(ParseResult parsed)
    {
        var verb = "";
        for (var at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult) verb = $"{at.Command.Name} {verb}";
        return verb;
    }
}
