using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Datasets.Imports;

/// <summary>What the steps of an import have stored: a blob of JSON for each, written before the step counts as done, and again if it is done again.</summary>
internal sealed class ImportPages(ImportKey import, IBlobStore blobs)
{
    /// <summary>Writes the images of a step.</summary>
    public Task WriteAsync(int step, IReadOnlyList<ImportedBlob> images, CancellationToken cancellationToken) =>
        blobs.WriteAsync(NameOf(step), JsonSerializer.SerializeToUtf8Bytes(images), cancellationToken: cancellationToken);

    /// <summary>The images of all steps that are done, in their order.</summary>
    /// <exception cref="StorageException">One is gone or damaged.</exception>
    public async IAsyncEnumerable<ImportedBlob> ReadAsync(int steps, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int step = 0; step < steps; step++)
            foreach (var image in await ReadStepAsync(step, cancellationToken)) yield return image;
    }

    private async Task<ImportedBlob[]> ReadStepAsync(int step, CancellationToken cancellationToken)
    {
        var page = await blobs.ReadAsync(NameOf(step), cancellationToken);
        return page is null ? throw Lost(step) : JsonSerializer.Deserialize<ImportedBlob[]>(page.Content) ?? throw Lost(step);
    }

    private StorageException Lost(int step) => new($"Step {step} of the import '{import}' is gone from the storage; start the import under another id.", StorageFault.Damaged);

    private string NameOf(int step) => string.Create(CultureInfo.InvariantCulture, $"tenants/{import.Dataset.Tenant}/datasets/{import.Dataset.Name}/imports/{import.Import}/{step:D6}.json");
}
