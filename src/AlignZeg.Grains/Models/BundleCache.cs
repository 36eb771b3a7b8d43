using System.Collections.Concurrent;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Model.Inference;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Models;

/// <summary>Model bundles that are in the platform's storage (<c>blob:PREFIX</c>), brought to this machine once: torch loads files, not blobs.</summary>
internal sealed class BundleCache(IBlobStore blobs)
{
    private const string Kind = "part-";
    private readonly ConcurrentDictionary<string, Lazy<Task>> _bringing = [];

    /// <summary>Where they are on this machine. Default: a folder among the temporary files.</summary>
    public string Root { get; init; } = Path.Combine(Path.GetTempPath(), "alignzeg-bundles");

    /// <summary>The bundle with a path on this machine; it is all there when this returns.</summary>
    /// <exception cref="ModelUnavailableException">The storage does not have it, or this machine has no room for it.</exception>
    public async Task<ModelBundle> LocalAsync(ModelBundle bundle, CancellationToken cancellationToken)
    {
        var source = ModelSource.Parse(bundle.Path);
        if (BlobSource.NameOf(source.Path) is not { } name) return bundle;
        string folder = Path.Combine(Root, bundle.Hash);
        if (!await Task.Run(() => BundleInventory.IsWhole(folder), cancellationToken)) await BringOnceAsync(bundle, name.TrimEnd('/') + "/", folder).WaitAsync(cancellationToken);
        return bundle with { Path = (source with { Path = folder }).ToString() };
    }

    // Not cancelled with the caller, and outside of any turn: others may wait for the same.
    private Task BringOnceAsync(ModelBundle bundle, string prefix, string folder) =>
        _bringing.GetOrAdd(folder, _ => new(() => Task.Run(() => BringAsync(bundle, prefix, folder), CancellationToken.None))).Value;

    private async Task BringAsync(ModelBundle bundle, string prefix, string folder)
    {
        try
        {
            if (BundleInventory.IsWhole(folder)) return; // somebody was faster
            using var part = HeldFolder.Make(Root, Kind);
            await FillAsync(bundle, prefix, part.Root);
            BundleInventory.Write(part.Root);
            Put(part.Root, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelUnavailableException(
                $"The model '{bundle.Model}' cannot be brought to '{Root}' on this machine ({exception.Message.TrimEnd('.')}); make room there, or name another folder for temporary files (TMPDIR).", exception);
        }
        finally
        {
            _bringing.TryRemove(folder, out _);
        }
    }

    // In one move, so that a folder of the final name is whole from its beginning. What is there and is not whole makes room; another process may be faster.
    private void Put(string part, string folder)
    {
        if (BundleInventory.IsWhole(folder)) return;
        using var place = HeldFolder.Make(Root, Kind);
        try
        {
            if (Directory.Exists(folder)) Directory.Move(folder, Path.Combine(place.Root, "torn"));
            Directory.Move(part, folder);
        }
        catch (IOException) when (BundleInventory.IsWhole(folder))
        {
            // Another process was faster.
        }
    }

    // A file at a time, a piece at a time: bundles may be larger than memory.
    private async Task FillAsync(ModelBundle bundle, string prefix, string folder)
    {
        bool isThere = false;
        await foreach (string name in blobs.ListAsync(prefix))
        {
            string path = Path.Combine(folder, name[prefix.Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var file = File.Create(path);
            isThere = await blobs.CopyToAsync(name, file);
            if (!isThere) break; // listed, and gone since
        }

        if (!isThere) throw new ModelUnavailableException($"The model '{bundle.Model}' is not in the storage under '{prefix}'; submit the job again from a machine that has it.");
    }
}
