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

    /// <summary>Where they are on this machine. Default: a folder among the temporary files.</summary>
    public string Root { get; init; } = Path.Combine(Path.GetTempPath(), "alignzeg-bundles");

    /// <summary>The bundle with a path on this machine.</summary>
    /// <exception cref="ModelUnavailableException">The storage does not have it, or this machine has no room for it.</exception>
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

    private async Task<string> BringAsync(ModelBundle bundle, string prefix)
    {
        try
        {
            return await BringWholeAsync(bundle, prefix);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelUnavailableException(
                $"The model '{bundle.Model}' cannot be brought to '{Root}' on this machine ({exception.Message.TrimEnd('.')}); make room there, or name another folder for temporary files (TMPDIR).", exception);
        }
    }

    // Into a folder of its own first, so that a folder of the final name is always whole, also when several processes bring it.
    private async Task<string> BringWholeAsync(ModelBundle bundle, string prefix)
    {
        string target = Path.Combine(Root, bundle.Hash), part = $"{target}.{Guid.NewGuid():N}";
        if (Directory.Exists(target)) return target;
        try
        {
            await FillAsync(bundle, prefix, part);
            Directory.Move(part, target);
        }
        catch when (Directory.Exists(part))
        {
            Directory.Delete(part, recursive: true);
            if (!Directory.Exists(target)) throw;
        }

        return target;
    }

    // A file at a time, a piece at a time: bundles may be larger than memory.
    private async Task FillAsync(ModelBundle bundle, string prefix, string folder)
    {
        int files = 0;
        await foreach (string name in blobs.ListAsync(prefix))
        {
            string path = Path.Combine(folder, name[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var file = File.Create(path);
            if (await blobs.CopyToAsync(name, file)) files++;
        }

        if (files == 0) throw new ModelUnavailableException($"The model '{bundle.Model}' is not in the storage under '{prefix}'; submit the job again from a machine that has it.");
    }
}
