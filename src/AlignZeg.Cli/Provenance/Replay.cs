using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Progress;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Provenance;

/// <summary>Labels some of a job's images again, as the job did, in a folder of its own.</summary>
/// <param name="plan">With the job's model, vocabulary and all of its images.</param> <param name="view">Hears how far it is.</param> <param name="time">The clock.</param>
internal sealed class Replay(LabelPlan plan, IProgressView view, TimeProvider time) : IDisposable
{
    private readonly ScratchFolder _scratch = new("verify");

    private string Output => Path.Combine(_scratch.Path, "out");

    /// <summary>Labels them.</summary>
    /// <returns>The path of each new label map, by the name of its image.</returns>
    /// <exception cref="CommandException">An image is not the one that the job labelled, or fails now.</exception>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(IReadOnlyList<ImageRecord> chosen, CancellationToken cancellationToken)
    {
        var images = ImageInputs.Find([await WriteManifestAsync(chosen, cancellationToken)], cancellationToken);
        using var output = OutputFolder.Open(Output);
        var request = plan.Request with { Output = Output, Overlay = false, Confidence = false };
        await new LabelRun(plan with { Request = request, Images = images }, view, time).RunAsync(output, cancellationToken);
        return await MapsAsync(cancellationToken);
    }

    public void Dispose() => _scratch.Dispose();

    private async Task<string> WriteManifestAsync(IReadOnlyList<ImageRecord> chosen, CancellationToken cancellationToken)
    {
        var wanted = chosen.ToDictionary(record => record.Name, record => record, StringComparer.Ordinal);
        var found = plan.Images.Entries.Where(entry => wanted.ContainsKey(entry.Name)).ToDictionary(entry => entry.Name, entry => entry.Path, StringComparer.Ordinal);
        var manifest = Path.Combine(_scratch.Path, "sample.jsonl");
        await using var file = new StreamWriter(manifest);
        foreach (var record in chosen)
        {
            if (!found.TryGetValue(record.Name, out var path)) throw CommandException.BadInput($"The image '{record.Name}' of the job is not among the images; give the job's with --images.");
            await RequireSameAsync(record, path, cancellationToken);
            await file.WriteLineAsync(JsonSerializer.Serialize(new { Image = path, Id = record.Name }, ResultJson.Line).AsMemory(), cancellationToken);
        }

        return manifest;
    }

    private static async Task RequireSameAsync(ImageRecord record, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) == record.Sha256) return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"The image '{path}' cannot be read ({exception.Message.TrimEnd('.')}); give the job's images with --images.", exception);
        }

        throw CommandException.BadInput($"The image '{path}' has changed since the job labelled it; give the job's images with --images.");
    }

    private async Task<IReadOnlyDictionary<string, string>> MapsAsync(CancellationToken cancellationToken)
    {
        var maps = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var record in JobRecords.ReadAsync(Output, cancellationToken))
        {
            if (!record.IsOk) throw CommandException.Failed($"The image '{record.Name}' had a label map and fails now: {record.Error ?? record.Reason}");
            maps[record.Name] = Path.Combine(Output, record.Mask!);
        }

        return maps;
    }
}
