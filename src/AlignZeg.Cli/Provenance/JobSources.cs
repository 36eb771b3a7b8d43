using System.Text.Json;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Datasets.Downloads;

namespace AlignZeg.Cli.Provenance;

/// <summary>Where a job's images and model were on this machine, absolute; kept with the platform's own files.</summary>
/// <param name="Inputs">Folders, files, patterns, manifests, archives; addresses without what may be a credential.</param> <param name="Model">Bundle or CLIP as it was named; null = the one that ships with the program.</param>
internal sealed record JobSources(IReadOnlyList<string> Inputs, string? Model)
{
    private const string FileName = "sources.json";

    /// <summary>Of a request.</summary>
    public static JobSources Of(LabelPlan plan) => new([.. plan.Request.Inputs.Select(input => ImageAddress.Is(input) ? ImageAddress.Shown(input) : Path.GetFullPath(input))], plan.Request.Model is null ? null : plan.Model.Path);

    /// <summary>Keeps it.</summary>
    /// <param name="state">Folder of the platform's own files.</param> <param name="cancellationToken">Ends writing.</param>
    public Task WriteAsync(string state, CancellationToken cancellationToken) => ResultJson.WriteFileAsync(Path.Combine(state, FileName), this, cancellationToken);

    /// <summary>What was kept; null if nothing was, or it cannot be read.</summary>
    public static async Task<JobSources?> ReadAsync(string state, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<JobSources>(await File.ReadAllBytesAsync(Path.Combine(state, FileName), cancellationToken), ResultJson.Indented);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
