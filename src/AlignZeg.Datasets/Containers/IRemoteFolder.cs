using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Datasets.Containers;

/// <summary>Files under names in a store far away, such as the blobs below a prefix. Who fetches from it knows neither the store nor what opens it.</summary>
public interface IRemoteFolder
{
    /// <summary>All files, in any order, as the pages of the list come.</summary>
    /// <exception cref="InputException">It is not there, or is not shown to who asks.</exception>
    IAsyncEnumerable<RemoteFile> ListAsync(CancellationToken cancellationToken);

    /// <summary>All bytes of a file, or why it is no image: one of <see cref="SkipReasons"/>.</summary>
    /// <param name="name">As it was listed.</param> <param name="maxBytes">Largest image.</param> <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="InputException">The file is not shown to who asks.</exception>
    Task<(byte[]? Content, string? Reason)> ReadAsync(string name, int maxBytes, CancellationToken cancellationToken);
}

/// <summary>A file that was listed.</summary>
/// <param name="Name">Relative to the folder, as the store has it: whatever a stranger wrote.</param>
/// <param name="Version">Another one whenever the content is another.</param>
/// <param name="Bytes">Its length.</param>
public readonly record struct RemoteFile(string Name, string Version, long Bytes);
