using System.CommandLine;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Remote;
using AlignZeg.Client.Jobs;

namespace AlignZeg.Cli.Commands.Remote;

/// <summary><c>alignzeg job submit</c>.</summary>
internal static class JobSubmitVerb
{
    private static readonly Option<string> Dataset = new("--dataset", "-d") { Description = "The images.", Required = true };

    private static readonly Option<string> Vocabulary = new("--vocabulary", "-v") { Description = "The classes.", Required = true };

    private static readonly Option<string> Model = new("--model", "-m") { Description = "What labels.", Required = true };

    private static readonly Option<string?> Id = new("--id") { Description = "The job's name; the same again is the same job. Default: one that is new." };

    private static readonly Option<int?> DatasetVersion = new("--dataset-version") { Description = "Default: the latest." };

    private static readonly Option<int?> VocabularyVersion = new("--vocabulary-version") { Description = "Default: the latest." };

    private static readonly Option<bool> Confidence = new("--confidence") { Description = "Also make a confidence map (grey PNG) per image." };

    private static readonly Option<bool> Overlay = new("--overlay") { Description = "Also make an overlay (JPEG) per image." };

    private static readonly Option<int> Priority = new("--priority") { Description = "Among your own jobs, higher goes first: -100 to 100. Default: 0." };

    private static readonly Option<string?> Until = new("--deadline") { Description = "Among your own jobs of the same priority, the earliest goes first: a time ('2030-03-01T18:00') or how long from now ('90m', '2h', '1d')." };

    private static readonly Option<int?> MaxFailures = new("--max-failures") { Description = "Stop when more images than this have failed. Default: no limit." };

    private static readonly Option<bool> Watch = new("--watch") { Description = "Show how far it is until it rests; Ctrl+C leaves, and the job goes on." };

    public static Command Create()
    {
        var verb = RemoteVerb.Of("submit", "Start a job, or go on with it.", RunAsync, Dataset, Vocabulary, Model, Id, DatasetVersion, VocabularyVersion, Confidence, Overlay, Priority, Until, MaxFailures, Watch);
        TileOptions.AddTo(verb);
        return verb;
    }

    private static async Task<int> RunAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        var job = await call.Client.Jobs.StartAsync(Read(call.Parsed), cancellationToken);
        if (call.Parsed.GetValue(Watch)) return await new JobWatch(call, job.Id).RunAsync(cancellationToken);
        JobPage.Show(call.Output, job);
        call.Output.Say($"Watch it with: {call.Again($"job watch {job.Id}")}");
        return ExitCode.Done;
    }

    private static JobOrder Read(ParseResult parsed) => new(parsed.GetRequiredValue(Dataset), parsed.GetRequiredValue(Vocabulary), parsed.GetRequiredValue(Model))
    {
        Id = parsed.GetValue(Id),
        DatasetVersion = parsed.GetValue(DatasetVersion),
        VocabularyVersion = parsed.GetValue(VocabularyVersion),
        Confidence = parsed.GetValue(Confidence),
        Overlay = parsed.GetValue(Overlay),
        Priority = parsed.GetValue(Priority),
        Deadline = parsed.GetValue(Until) is { } text ? TimeOf(text) : null,
        MaxFailures = parsed.GetValue(MaxFailures),
        Tiling = TileOptions.IsGiven(parsed) ? TilingOf(parsed) : null, // the server's, or that of the job as it was first started
    };

    private static JobTiling TilingOf(ParseResult parsed) => TileOptions.Read(parsed) is { } tiling ? new(tiling.Size, tiling.Above, tiling.Overlap) : JobTiling.Off;

    private static DateTimeOffset TimeOf(string text) => Deadline.Parse(text, TimeProvider.System.GetLocalNow())
        ?? throw CommandException.BadInput($"--deadline is '{text}'; give a time such as 2030-03-01T18:00, or how long from now such as 90m, 2h or 1d.");
}
