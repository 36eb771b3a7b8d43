using System.Runtime.CompilerServices;
using AlignZeg.Client.Images;
using AlignZeg.Client.Names;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Datasets;

/// <summary>Datasets: images under names, in versions that never change.</summary>
public sealed class DatasetClient
{
    private const string Kind = "datasets";
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForCounting = TimeSpan.FromMinutes(10), ForRegistering = TimeSpan.FromMinutes(30); // as long as the server gives itself
    private static readonly TimeSpan ForUnpacking = TimeSpan.FromHours(1); // a zip of 16 GiB is unpacked once it is there whole
    private readonly ApiTransport _transport;

    internal DatasetClient(ApiTransport transport) => _transport = transport;

    /// <summary>A page of names after a name.</summary>
    public Task<NamePage> ListAsync(string? after = null, int? limit = null, CancellationToken cancellationToken = default) => NameList.PageAsync(_transport, Kind, after, limit, cancellationToken);

    /// <summary>All names, page by page.</summary>
    public IAsyncEnumerable<string> ListAllAsync(CancellationToken cancellationToken = default) => NameList.AllAsync(_transport, Kind, cancellationToken);

    /// <summary>A version.</summary>
    /// <param name="name">Of the dataset.</param> <param name="version">Null = the latest.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<DatasetVersion> GetAsync(string name, int? version = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of(Kind, name).With(("version", version)), ClientJson.Default.DatasetVersion, cancellationToken);

    /// <summary>What is different between two versions.</summary>
    /// <param name="name">Of the dataset.</param> <param name="from">The version as it was.</param> <param name="to">As it is; null = the latest.</param>
    /// <param name="limit">Most names of each kind; null = all, which are in memory then.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<VersionDiff> DiffAsync(string name, int from, int? to = null, int? limit = null, CancellationToken cancellationToken = default) => _transport.SendAsync(
        ApiCall.Get(ApiPath.Of(Kind, name, "diff").With(("from", from), ("to", to), ("limit", limit))) with { Streams = true, More = ForCounting }, ClientJson.Default.VersionDiff, cancellationToken);

    /// <summary>Makes a version of uploaded images, unless the same one is there. Safe to repeat.</summary>
    /// <param name="name">Of the dataset.</param> <param name="images">In their order; read once for every try.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<DatasetVersion> RegisterAsync(string name, IEnumerable<ManifestEntry> images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return MakeAsync(name, () => new ManifestContent(images), ForRegistering, cancellationToken);
    }

    /// <summary>
    /// Uploads files and makes a version of them. Sends only what the server does not have, each picture once; memory does not grow with their size. Doing it again after
    /// it broke off goes on, and again without any change sends nothing but the names.
    /// </summary>
    /// <param name="name">Of the dataset.</param> <param name="files">See <see cref="DatasetFile.In"/>.</param> <param name="progress">Told after every file.</param> <param name="cancellationToken">Ends the upload.</param>
    /// <exception cref="IOException">A file cannot be read, or changed meanwhile.</exception>
    public Task<DatasetVersion> UploadAsync(string name, IReadOnlyList<DatasetFile> files, IProgress<UploadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new DatasetUpload(this, new ImageClient(_transport), files, progress).RunAsync(name, cancellationToken);
    }

    /// <summary>
    /// Makes a version of the images in an archive or table, which the server unpacks, with what is said about them there: <c>metadata.jsonl</c>, in a tar the sidecars of a WebDataset, in a table the
    /// other columns. Safe to repeat.
    /// </summary>
    /// <param name="name">Of the dataset.</param> <param name="archive">Opens it, once for every try; whatever it opens is closed.</param>
    /// <param name="mediaType"><c>application/zip</c>, <c>application/x-tar</c>, <c>application/gzip</c> (a tar.gz) or <c>application/vnd.apache.parquet</c> (images in a column, as Hugging Face has them; where the server has <c>Uploads:Tables</c> on).</param> <param name="cancellationToken">Ends the upload.</param>
    public Task<DatasetVersion> UploadArchiveAsync(string name, Func<Stream> archive, string mediaType = "application/zip", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(archive);
        return MakeAsync(name, ImageClient.Bytes(() => new StreamContent(archive()), mediaType), ForUnpacking, cancellationToken);
    }

    /// <summary>Lets the server fetch the images of a blob container. Safe to repeat.</summary>
    public Task<DatasetImport> ImportAsync(string name, ImportOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var named = order with { Id = order.Id ?? $"import-{Guid.CreateVersion7(_transport.Time.GetUtcNow()):N}" };
        return _transport.SendAsync(ApiCall.Post(ApiPath.Of(Kind, name, "imports"), JsonBody.Of(named, ClientJson.Default.ImportOrder)) with { Repeatable = true }, ClientJson.Default.DatasetImport, cancellationToken);
    }

    /// <summary>How an import is.</summary>
    public Task<DatasetImport> GetImportAsync(string name, string import, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of(Kind, name, "imports", import), ClientJson.Default.DatasetImport, cancellationToken);

    /// <summary>How an import is, every second until its end.</summary>
    public async IAsyncEnumerable<DatasetImport> WatchImportAsync(
        string name, string import, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (; ; )
        {
            var state = await GetImportAsync(name, import, cancellationToken);
            yield return state;
            if (state.Phase is ImportPhase.Completed or ImportPhase.Failed) yield break;
            await Task.Delay(PollEvery, _transport.Time, cancellationToken);
        }
    }

    private Task<DatasetVersion> MakeAsync(string name, Func<HttpContent> content, TimeSpan more, CancellationToken cancellationToken) => _transport.SendAsync(
        ApiCall.Post(ApiPath.Of(Kind, name, "versions"), content) with { Repeatable = true, More = more }, ClientJson.Default.DatasetVersion, cancellationToken);
}
