using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Provenance;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Labelling;

/// <summary>The label command from request to report. Running it again goes on where the last run stopped.</summary>
internal sealed class LabelRun(LabelPlan plan, IProgressView view, TimeProvider time)
{
    private const string FactsFile = "run.json", SkippedFile = "skipped.jsonl";

    /// <summary>Labels what is not labelled yet and writes the results.</summary>
    /// <param name="output">The folder, already held.</param>
    /// <param name="cancellationToken">Stops within a batch.</param>
    /// <exception cref="CommandException">Something in the request is wrong, or the person stopped it.</exception>
    public async Task<JobSummary> RunAsync(OutputFolder output, CancellationToken cancellationToken)
    {
        var fingerprint = plan.Fingerprint();
        await output.ClaimAsync(fingerprint, cancellationToken);
        await JobSources.Of(plan).WriteAsync(output.State, cancellationToken);
        await WriteSkippedAsync(output, cancellationToken);
        view.Stage(Opening());
        var parts = new ShardParts(Path.Combine(output.State, "parts-" + View()), output.Root);
        if (plan.Request.RetryFailed) await ForgetFailedAsync(output, cancellationToken);
        var facts = await FinishedAsync(output, parts, cancellationToken);
        if (facts is not null) view.Stage("Every image has its result already; writing summary and report again.");
        else facts = await LabelAsync(output, fingerprint.JobId, parts, cancellationToken);
        return await new JobCloser(plan, output.Root, parts).CloseAsync(facts with { Seen = plan.Seen ?? facts.Seen }, cancellationToken);
    }

    /// <summary><c>skipped.jsonl</c>: the files of archives that are no images of this job, one per line; no file where there are none.</summary>
    private async Task WriteSkippedAsync(OutputFolder output, CancellationToken cancellationToken)
    {
        string path = Path.Combine(output.Root, SkippedFile);
        if (plan.Images.Skipped.Count == 0)
        {
            File.Delete(path);
            return;
        }

        await WholeFile.WriteAsync(path, async file =>
        {
            foreach (var one in plan.Images.Unpacked)
            {
                await using var part = File.OpenRead(one.SkippedFile);
                await part.CopyToAsync(file, cancellationToken);
            }
        });
    }

    private async Task<JobFacts> LabelAsync(OutputFolder output, string job, ShardParts parts, CancellationToken cancellationToken)
    {
        var labelling = new LabellingJob(plan, job, view, time);
        try
        {
            var earlier = await ReadFactsAsync(output, cancellationToken);
            var facts = await labelling.RunAsync(output, parts, cancellationToken);
            if (facts.Labelled == 0 && earlier is not null) facts = facts with { Labelled = earlier.Labelled, Seconds = earlier.Seconds };
            await ResultJson.WriteFileAsync(Path.Combine(output.State, FactsFile), facts, cancellationToken);
            return facts;
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested)
        {
            throw CommandException.Interrupted($"Stopped after {Figures.Count(labelling.Done)} of {Figures.Images(plan.Images.Count)}; run the same command again to go on.", exception);
        }
    }

    // Before the job hears of it: whatever happens then, the next run asks the job, and not the parts.
    private static Task ForgetFailedAsync(OutputFolder output, CancellationToken cancellationToken) => ShardParts.DropFlawedAsync(output.State, cancellationToken);

    private static async Task<JobFacts?> FinishedAsync(OutputFolder output, ShardParts parts, CancellationToken cancellationToken)
    {
        if (await ReadFactsAsync(output, cancellationToken) is not { } facts) return null;
        for (int shard = 0; shard < facts.Shards; shard++)
        {
            if (!await parts.HasAsync(shard, cancellationToken)) return null;
        }
        return facts;
    }

    private static async Task<JobFacts?> ReadFactsAsync(OutputFolder output, CancellationToken cancellationToken)
    {
        var path = Path.Combine(output.State, FactsFile);
        return File.Exists(path) ? JsonSerializer.Deserialize<JobFacts>(await File.ReadAllBytesAsync(path, cancellationToken), ResultJson.Indented) : null;
    }

    /// <summary>What the parts depend on besides the job: the truth they were scored against, as it is now: one that was mended or completed since is another.</summary>
    private string View() => plan.Truth is { } truth ? JobFingerprint.HashLines(plan.Images.Entries.Select(truth.VersionOf).Prepend(truth.Root))[..8] : "unscored";

    private string Opening()
    {
        var left = plan.Images.LeftOut > 0 ? $" ({Figures.Count(plan.Images.LeftOut)} other files left out)" : "";
        var skipped = plan.Images.Skipped.Count > 0 ? $" (not taken: {string.Join(", ", plan.Images.Skipped)}; see {SkippedFile})" : "";
        var again = plan.Images.Duplicates > 0 ? $" ({Figures.Count(plan.Images.Duplicates)} named again, taken once)" : "";
        return $"{Figures.Images(plan.Images.Count)}{again}{left}{skipped}, {Figures.Count(plan.ClassNames.Count)} classes, model {plan.Model.Model} ({plan.Model.Hash[..8]})";
    }
}
