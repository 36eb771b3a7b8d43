using System.Collections.Concurrent;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Models;

/// <summary>Model bundles that are in the platform's storage (<c>blob:PREFIX</c>), brought to this machine once: torch loads files, not blobs.</summary>
internal sealed class BundleCache(IBlobStore blobs)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _folders = [];

    /// <summary>The bundle with a path on this machine.</summary>
    /// <exception cref="ModelUnavailableException">The storage does not have it.</exception>
    public async Task<ModelBundle> LocalAsync(ModelBundle bundle, CancellationToken cancellationToken)
    {
        var source = ModelSource.Parse(bundle.Path);
        if (BlobSource.NameOf(source.Path) is not { } name) return bundle;
        var bringing = _folders.GetOrAdd(bundle.Path, _ => new(() => BringAsync(bundle, name.TrimEnd('/') + "/")));
        try
        {
            return bundle with { Path = (source with { Path = await bringing.Value.WaitAsync(cancellationToken) }).ToString() };
        }
        catch when (bringing.Value.IsFaulted)
        {
            _folders.TryRemove(new(bundle.Path, bringing)); // the next call tries again
            throw;
        }
    }

    // Into a folder of its own first, so that a folder of the final name is always whole, also when several processes bring it.
    private async Task<string> BringAsync(ModelBundle bundle, string prefix)
    {
        string target = Path.Combine(Path.GetTempPath(), "alignzeg-bundles", bundle.Hash), part = $"{target}.{Guid.NewGuid():N}";
        if (Directory.Exists(target)) return target;
        int files = 0;
        await foreach (string name in blobs.ListAsync(prefix))
        {
            string file = Path.Combine(part, name[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, (await blobs.ReadAsync(name))?.Content ?? []);
            files++;
        }

        if (files == 0) throw new ModelUnavailableException($"The model '{bundle.Model}' is not in the storage under '{prefix}'; submit the job again from a machine that has it.");
        try
        {
            Directory.Move(part, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            Directory.Delete(part, recursive: true);
        }

        return target;
    }
}
