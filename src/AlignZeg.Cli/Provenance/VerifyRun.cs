using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Provenance;

/// <summary>Checks a job against its card: its label maps are those that it wrote, and some of its images get the same ones again.</summary>
internal sealed class VerifyRun(VerifyRequest request, IProgressView view, TimeProvider time)
{
    private readonly string _root = Path.GetFullPath(request.Folder);

    /// <summary>Verifies.</summary>
    /// <returns>0 = no drift, 3 = drift; see <see cref="ExitCode"/>.</returns>
    /// <exception cref="CommandException">There is no card, or model or images are not those of the card.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var card = await ProvenanceCard.ReadAsync(_root, cancellationToken);
        using var unpacked = new ScratchFolder("inputs");
        var plan = await PlanAsync(card, unpacked.Path, cancellationToken);
        var (chosen, unchanged) = await ReadResultsAsync(card, cancellationToken);
        using var replay = new Replay(plan, view, time);
        var maps = chosen.Count == 0 ? new Dictionary<string, string>() : await replay.RunAsync(chosen, cancellationToken);
        IReadOnlyList<Drift> drifts = [.. chosen.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(record => Drift.Between(record.Name, Path.Combine(_root, record.Mask!), maps[record.Name]))];
        return new VerifyReport(card, request.Seed, unchanged, drifts).Show(request.Json);
    }

    /// <summary>The job's plan again, from the card and from where images and model are now.</summary>
    private async Task<LabelPlan> PlanAsync(ProvenanceCard card, string room, CancellationToken cancellationToken)
    {
        var sources = await JobSources.ReadAsync(Path.Combine(_root, OutputFolder.Private), cancellationToken);
        var inputs = request.Images.Count > 0 ? request.Images : sources?.Inputs ?? throw CommandException.BadInput($"The folder '{request.Folder}' does not say where its images were; give them with --images.");
        var precision = PrecisionNames.Parse(card.Model.Precision) ?? throw CommandException.BadInput($"The card names the precision '{card.Model.Precision}', which this version does not have.");
        var asked = new LabelRequest { Inputs = inputs, Vocabulary = "", Output = "", Model = ModelOf(sources), Precision = precision, Tiling = card.Tiling, Json = request.Json };
        var plan = await LabelPlan.MakeAsync(asked, card.ReadVocabulary(), new(() => room, view, time), cancellationToken);
        return plan.Model.Hash == card.Model.Sha256 ? plan
            : throw CommandException.BadInput($"The model '{plan.Model.Model}' ({plan.Model.Hash[..12]}) is not that of the card, '{card.Model.Name}' ({card.Model.Sha256[..12]}); name that one with --model.");
    }

    private string? ModelOf(JobSources? sources) => request.Model ?? (sources?.Model is { } kept ? (ModelSource.Parse(kept) with { Precision = Precision.Fp32 }).ToString() : null);

    private async Task<(IReadOnlyList<ImageRecord> Chosen, bool Unchanged)> ReadResultsAsync(ProvenanceCard card, CancellationToken cancellationToken)
    {
        view.Stage($"Reading {Figures.Count(card.Outputs.Count)} label maps");
        using var digest = new ResultDigest(_root);
        var sample = new VerifySample(request.Seed, VerifySample.CountOf(request.Share, card.Outputs.Count));
        await foreach (var record in JobRecords.ReadAsync(_root, cancellationToken))
        {
            digest.Add(record);
            if (record is { IsOk: true, Mask: not null }) sample.Add(record);
        }

        if (digest.Images() != card.Images) throw CommandException.BadInput($"The results in '{request.Folder}' are of other images than the card says; run alignzeg label again, which writes both anew.");
        return (sample.Take(), digest.Outputs() == card.Outputs);
    }
}
