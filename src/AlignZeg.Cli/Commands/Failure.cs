using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Remote;
using AlignZeg.Client;
using AlignZeg.Datasets.GroundTruth;
using AlignZeg.Datasets.Spools;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Training;

namespace AlignZeg.Cli.Commands;

/// <summary>An exception as a person should hear of it.</summary>
internal static class Failure
{
    private const int NoSpaceLeft = 28, QuotaExceeded = 122, ReadOnlyFileSystem = 30, TooManyOpenFiles = 24; // errno of Linux, as .NET hands it on in HResult

    /// <summary>The exit code and the one sentence for an exception.</summary>
    public static (int ExitCode, string Sentence) Describe(Exception exception)
    {
        foreach (var cause in Causes(exception))
        {
            if (cause is AlignZegApiException refused) return (RemoteFailure.ExitCodeOf(refused), RemoteFailure.Describe(refused));
            if (cause is CommandException known) return (known.ExitCode, known.Message);
            if (cause is StorageException { Fault: not StorageFault.Damaged }) return (ExitCode.Failed, $"{OneLine(cause.Message)} Then run the same command again; it goes on where it stopped.");
            if (cause is TextTooLongException) return (ExitCode.BadInput, OneLine(cause.Message));
            if (cause is ModelBundleException) return (ExitCode.BadInput, OneLine(cause.Message)); // in this process, of a model that the person named
            if (IsPlain(cause)) return (ExitCode.Failed, OneLine(cause.Message));
            if (Storage(cause) is { } sentence) return (ExitCode.Failed, sentence);
        }
        return (ExitCode.Failed, $"{OneLine(exception.Message)} (set ALIGNZEG_TRACE=1 to see where it happened)");
    }

    /// <summary>True if the exception says that the disk is full or cannot be written: repeating the work will not help.</summary>
    public static bool IsStorage(Exception exception) => Causes(exception).Any(cause => Storage(cause) is not null);

    /// <summary>True if the exception says that the disk is full.</summary>
    public static bool IsFull(Exception exception) => Causes(exception).Any(cause => cause is IOException { HResult: NoSpaceLeft or QuotaExceeded });

    /// <summary>Exceptions of the platform whose message is written for a person.</summary>
    private static bool IsPlain(Exception cause) => cause is DivergedException or StorageException or ModelUnavailableException or JobConflictException or CheckpointException or GroundTruthException or SpoolException;

    private static string? Storage(Exception cause) => cause switch
    {
        IOException { HResult: NoSpaceLeft or QuotaExceeded } => $"The disk is full: {Sentence(cause.Message)} Free some space and run the same command again; it goes on where it stopped.",
        IOException { HResult: ReadOnlyFileSystem } => $"The disk is read-only: {Sentence(cause.Message)} Choose another --output folder.",
        IOException { HResult: TooManyOpenFiles } => "Too many open files; raise the limit (ulimit -n 4096) and run the same command again.",
        UnauthorizedAccessException => $"No permission: {Sentence(cause.Message)} Choose another folder or change its permissions.",
        _ => null,
    };

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        yield return exception;
        var inner = exception is AggregateException many ? many.InnerExceptions.AsEnumerable() : exception.InnerException is { } one ? [one] : [];
        foreach (var cause in inner.SelectMany(Causes)) yield return cause;
    }

    // What the system says of a file ends with its name.
    private static string Sentence(string text) => OneLine(text) is var line && line.EndsWith('.') ? line : line + '.';

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
