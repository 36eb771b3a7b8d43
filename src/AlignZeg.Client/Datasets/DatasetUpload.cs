using System.Net;
using System.Security.Cryptography;
using AlignZeg.Client.Images;

namespace AlignZeg.Client.Datasets;

/// <summary>
/// Files on their way into a dataset. Every file is read once for its hash; if the server has them all, nothing is sent. Otherwise it is asked for each different picture,
/// and each that it does not have is sent once, several at a time, none of them held in memory; what broke off is taken up by doing it again.
/// </summary>
internal sealed class DatasetUpload(DatasetClient datasets, ImageClient images, IReadOnlyList<DatasetFile> files, IProgress<UploadProgress>? progress)
{
    private const int AtATime = 8;
    private readonly string[] _hashes = new string[files.Count];
    private int _hashed, _done;
    private long _sent;

    public async Task<DatasetVersion> RunAsync(string name, CancellationToken cancellationToken)
    {
        await EachAsync(Enumerable.Range(0, files.Count), HashAsync, cancellationToken);
        if (await TryRegisterAsync(name, cancellationToken) is { } known) return known;
        var different = Enumerable.Range(0, files.Count).DistinctBy(at => _hashes[at]).ToList();
        Interlocked.Add(ref _done, files.Count - different.Count);
        await EachAsync(different, SendAsync, cancellationToken);
        return await datasets.RegisterAsync(name, Manifest(), cancellationToken);
    }

    // The manifest says of itself whether the server has all that it names.
    private async Task<DatasetVersion?> TryRegisterAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var version = await datasets.RegisterAsync(name, Manifest(), cancellationToken);
            _done = files.Count;
            Tell();
            return version;
        }
        catch (AlignZegApiException missing) when (missing.Status == HttpStatusCode.UnprocessableEntity)
        {
            return null;
        }
    }

    private async ValueTask HashAsync(int at, CancellationToken cancellationToken)
    {
        await using var content = Open(at);
        _hashes[at] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        Interlocked.Increment(ref _hashed);
        Tell();
    }

    private async ValueTask SendAsync(int at, CancellationToken cancellationToken)
    {
        if (!await images.ExistsAsync(_hashes[at], cancellationToken))
        {
            var stored = await images.UploadAsync(() => Open(at), cancellationToken);
            if (stored.Sha256 != _hashes[at]) throw new IOException($"The file '{files[at].Path}' changed while it was uploaded; upload again when it is whole.");
            Interlocked.Add(ref _sent, stored.Bytes);
        }

        Interlocked.Increment(ref _done);
        Tell();
    }

    private static Task EachAsync(IEnumerable<int> files, Func<int, CancellationToken, ValueTask> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, act);

    private FileStream Open(int at) => new(files[at].Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 81_920, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private IEnumerable<ManifestEntry> Manifest() => files.Select((file, at) => new ManifestEntry(file.Name, _hashes[at], file.Metadata));

    private void Tell() => progress?.Report(new(files.Count, Volatile.Read(ref _hashed), Volatile.Read(ref _done), Interlocked.Read(ref _sent)));
}
