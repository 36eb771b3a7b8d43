using System.Text.Json;
using AlignZeg.Cli.Provenance;
using AlignZeg.Cli.Reports;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Downloads;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Grains.Vocabularies;

namespace AlignZeg.Cli.Labelling;

/// <summary>Writes what a finished job leaves: results.jsonl, failures.jsonl, classes.json, provenance.json, summary.json, index.html. From the parts alone, as often as wanted.</summary>
internal sealed class JobCloser(LabelPlan plan, string root, ShardParts parts)
{
    /// <summary>One pass over the parts; memory for one line and for what the page shows.</summary>
    public async Task<JobSummary> CloseAsync(JobFacts facts, CancellationToken cancellationToken)
    {
        var totals = new JobTotals(plan.ClassNames, id => facts.Seen[id]);
        var sample = new ReportSample();
        using var digest = new ResultDigest(root);
        await WriteResultsAsync(facts.Shards, record =>
        {
            totals.Add(record);
            sample.Add(record);
            digest.Add(record);
        }, cancellationToken);
        await new FailureList(root).WriteAsync(AllAsync(facts.Shards, metadata: null, cancellationToken), cancellationToken);
        var summary = JobSummary.Of(facts, totals);
        await WriteClassesAsync(facts, cancellationToken);
        await WritePageAsync(ReportContent.Of(summary, totals, sample, plan.Vocabulary), cancellationToken);
        await ResultJson.WriteFileAsync(Path.Combine(root, ProvenanceCard.FileName), ProvenanceCard.Of(plan, facts.Job, digest), cancellationToken);
        await ResultJson.WriteFileAsync(Path.Combine(root, "summary.json"), summary, cancellationToken); // last: it says that all is there
        return summary;
    }

    private async Task WriteResultsAsync(int shards, Action<ImageRecord> add, CancellationToken cancellationToken)
    {
        using var metadata = new ImageMetadata();
        await WholeFile.WriteTextAsync(Path.Combine(root, JobRecords.FileName), async file =>
        {
            await foreach (var record in AllAsync(shards, metadata, cancellationToken))
            {
                await file.WriteLineAsync(JsonSerializer.Serialize(record, ResultJson.Line).AsMemory(), cancellationToken);
                add(record);
            }
        });
    }

    /// <summary>All records, with where their images came from and, if there is a reader of it, what is said about them.</summary>
    private async IAsyncEnumerable<ImageRecord> AllAsync(int shards, ImageMetadata? metadata, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int shard = 0; shard < shards; shard++)
        {
            await foreach (var record in parts.ReadAsync(shard, cancellationToken)) yield return WithOrigin(record, plan.Images.OriginOf((int)record.Index), metadata);
        }
    }

    // Here and not in the parts: what is said about an image does not change its label map, and may change from run to run.
    private static ImageRecord WithOrigin(ImageRecord record, ImageOrigin origin, ImageMetadata? metadata) => record with
    {
        Original = origin.Original,
        Archive = origin.Archive is { } archive ? ImageAddress.Is(archive) ? archive : Path.GetFileName(archive) : null, Entry = origin.Entry, Metadata = origin.Metadata is { } place ? metadata?.Read(place) : null,
    };

    private Task WriteClassesAsync(JobFacts facts, CancellationToken cancellationToken)
    {
        var classes = plan.Vocabulary.Classes.Zip(ClassColours.Of(plan.Vocabulary), (one, colour) => (one, colour)).Select((pair, id) => new
        {
            Id = id,
            pair.one.Name,
            Synonyms = pair.one.Synonyms.Count > 0 ? pair.one.Synonyms : null,
            Color = pair.colour.ToString(),
            Background = pair.one.Background ? true : (bool?)null,
            Seen = facts.Seen[id],
        });
        return ResultJson.WriteFileAsync(Path.Combine(root, "classes.json"), classes, cancellationToken);
    }

    private async Task WritePageAsync(ReportContent content, CancellationToken cancellationToken)
    {
        var shown = content.Cards.Select(record => record.Index).ToHashSet();
        var images = plan.Images.Entries.Select((image, index) => (image, index)).Where(pair => shown.Contains(pair.index)).ToDictionary(pair => (long)pair.index, pair => pair.image);
        var maker = new ReportCardMaker(root, plan.Vocabulary, record => images[record.Index].Path, record => TruthOf(record, images[record.Index]));
        await new ReportPage(content, maker.MakeAsync).WriteAsync(Path.Combine(root, "index.html"), cancellationToken);
    }

    private string? TruthOf(ImageRecord record, ImageEntry image) => record.TruthPixels is null ? null : plan.Truth?.MapOf(image);
}
