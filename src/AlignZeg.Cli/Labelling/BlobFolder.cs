using System.Runtime.CompilerServices;
using AlignZeg.Cli.Commands;
using AlignZeg.Datasets.Archives;
using AlignZeg.Datasets.Containers;
using AlignZeg.Datasets.Manifests;
using AlignZeg.Storage.Azure;

namespace AlignZeg.Cli.Labelling;

/// <summary>A container of Azure Blob Storage, or a prefix in it, as a person names it: with a signature, public, or open to who is signed in.</summary>
internal sealed class BlobFolder : IRemoteFolder
{
    private readonly SourceContainer _container;

    private BlobFolder(SourceContainer container) => _container = container;

    /// <summary>Connects to nothing yet.</summary>
    /// <exception cref="InputException">The address names no container.</exception>
    public static BlobFolder Open(Uri address)
    {
        try
        {
            return new(SourceContainer.Parse(address, mayBeOneself: true));
        }
        catch (SourceContainerException refused)
        {
            throw Told(refused);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RemoteFile> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blobs = _container.ListAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await TellingAsync(async () => await blobs.MoveNextAsync()))
            yield return new(blobs.Current.Name[_container.Folder.Length..], blobs.Current.Version, blobs.Current.Bytes);
    }

    /// <inheritdoc/>
    public Task<(byte[]? Content, string? Reason)> ReadAsync(string name, int maxBytes, CancellationToken cancellationToken) => TellingAsync(() =>
        _container.ReadAsync<(byte[]?, string?)>(_container.Folder + name, (stream, token) => ImageIntake.ReadAsync(stream, maxBytes, token), (null, SkipReasons.NotFound), cancellationToken));

    private static async Task<T> TellingAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (SourceContainerException refused)
        {
            throw Told(refused);
        }
    }

    private static Exception Told(SourceContainerException refused) => refused.IsPassing
        ? CommandException.Failed($"{refused.Message} Run the same command again then; what was fetched is not fetched again.")
        : new InputException(InputException.Unreadable, refused.Message);
}
