using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Results;

/// <summary>Results of jobs, while they come and ever after.</summary>
public sealed class ResultClient
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);
    private readonly ApiTransport _transport;

    internal ResultClient(ApiTransport transport) => _transport = transport;

    /// <summary>
    /// Every result after a place, once, in the order that the server keeps for this reader. Each carries the place after it (<see cref="ImageResult.Cursor"/>): whoever
    /// keeps the cursor of the last result that was dealt with, and reads after it, misses none and gets none twice, also after a crash of its own, and however often
    /// connections break or servers restart meanwhile. A reader that is slow holds up nobody.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="after">A cursor of this job; null = from the first result on. No cursor grows old.</param>
    /// <param name="filter">Which results; null = all.</param>
    /// <param name="follow">True: until the job is completed or cancelled, waiting for results that come; a job that is paused or blocked is waited for. False: those that are there.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AlignZegApiException">The server refuses, or does not come back for <see cref="AlignZegClientOptions.LongestOutage"/>; the last cursor still holds.</exception>
    public async IAsyncEnumerable<ImageResult> ReadAsync(
        string job, string? after = null, ResultFilter? filter = null, bool follow = true, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string path = Filtered(job, filter);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var events = new EventSource(_transport, path).ReadAsync(after, ending.Token).GetAsyncEnumerator(ending.Token);
        for (string? at = after; ;)
        {
            var next = events.MoveNextAsync().AsTask();
            if (!follow && await IsOverAsync(next, path, at, ending)) yield break;
            if (!await next) yield break;
            var result = Parse(events.Current);
            at = result.Cursor;
            yield return result;
        }
    }

    /// <summary>The images that a person should look at first, by falling uncertainty; the server keeps the first 1,000 or so of a job.</summary>
    /// <param name="job">The job.</param> <param name="reviewed">False: only those that nobody has reviewed; true: only those that somebody has; null = all.</param> <param name="cancellationToken">Ends the reading.</param>
    public IAsyncEnumerable<UncertainImage> ListUncertainAsync(string job, bool? reviewed = null, CancellationToken cancellationToken = default)
    {
        string? only = reviewed is { } some ? some ? "true" : "false" : null;
        return Pages.AllAsync(
            (string? after, CancellationToken token) => _transport.GetAsync(ApiPath.Of("jobs", job, "review").With(("after", after), ("reviewed", only)), ClientJson.Default.UncertainPage, token),
            page => page.Images, page => page.Next, cancellationToken);
    }

    /// <summary>A page of results, of one part of the job, as they are stored; waits for them if there are none yet.</summary>
    /// <param name="job">The job.</param> <param name="after">A cursor of this job; null = from the first result on.</param> <param name="filter">Which results; null = all.</param>
    /// <param name="limit">Most results. Default: the server's.</param> <param name="wait">How long to wait for the first, whole seconds up to 60. Default: not at all.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<ResultPage> ReadPageAsync(
        string job, string? after = null, ResultFilter? filter = null, int? limit = null, TimeSpan wait = default, CancellationToken cancellationToken = default) =>
        ReadPageAsync(Filtered(job, filter), after, limit, wait, cancellationToken);

    private async Task<ResultPage> ReadPageAsync(string path, string? after, int? limit, TimeSpan wait, CancellationToken cancellationToken)
    {
        var call = ApiCall.Get(path.With(("after", after), ("limit", limit), ("wait", (int)wait.TotalSeconds))) with { More = wait };
        using var answer = await _transport.OpenAsync(call, cancellationToken);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), answer.Headers.GetValues("X-Next-Cursor").Single(), answer.Headers.GetValues("X-End").Single() == "true");
    }

    /// <summary>The newest result of one image; a later try stands in place of the earlier ones. Its cursor is empty: it is no place in the order.</summary>
    /// <param name="job">The job.</param> <param name="index">Of the image within the job, from 0.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<ImageResult> GetAsync(string job, int index, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of("jobs", job, "results", index.ToString(CultureInfo.InvariantCulture)), ClientJson.Default.ImageResult, cancellationToken);

    /// <summary>What all results of a job add up to per class; while it runs, those there are.</summary>
    public Task<ClassTotals> GetClassTotalsAsync(string job, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of("jobs", job, "classes"), ClientJson.Default.ClassTotals, cancellationToken);

    /// <summary>A link to a mask, confidence map or overlay that needs no key, for a while.</summary>
    /// <param name="job">The job.</param> <param name="output">As <see cref="ImageResult.Mask"/>, <see cref="ImageResult.Confidence"/> or <see cref="ImageResult.Overlay"/> says it.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<OutputLink> GetLinkAsync(string job, string output, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{ApiPath.Of("jobs", job, "links")}/{string.Join('/', OutputName.Of(job, output).Split('/').Select(ApiPath.Escape))}", ClientJson.Default.OutputLink, cancellationToken);

    /// <summary>Writes a mask, confidence map or overlay somewhere. Where the server leads to its storage, the bytes are read there; the key is not shown to it.</summary>
    /// <param name="job">The job.</param> <param name="output">As for <see cref="GetLinkAsync"/>.</param> <param name="destination">Where to.</param> <param name="cancellationToken">Ends the call.</param>
    public async Task DownloadAsync(string job, string output, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var link = await GetLinkAsync(job, output, cancellationToken);
        await _transport.DownloadAsync(ApiCall.Get(link.Url.PathAndQuery.TrimStart('/')) with { WithKey = false }, destination, cancellationToken);
    }

    /// <summary>Writes a mask, confidence map, overlay or corrected map made small somewhere. A small map has ids as grey levels, and none that was not there.</summary>
    /// <param name="job">The job.</param> <param name="output">As for <see cref="GetLinkAsync"/>.</param> <param name="size">Pixels of the longer side, about: 128, 256, 512, 1024 or 2048.</param>
    /// <param name="destination">Where to.</param> <param name="cancellationToken">Ends the call.</param>
    public Task DownloadSmallAsync(string job, string output, int size, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        string path = $"{ApiPath.Of("jobs", job, "files")}/{string.Join('/', OutputName.Of(job, output).Split('/').Select(ApiPath.Escape))}";
        return _transport.DownloadAsync(ApiCall.Get(path.With(("size", size))), destination, cancellationToken);
    }

    // True, or an exception: nobody waits for the next event any more, which a stream demands before it is left.
    private async Task<bool> IsOverAsync(Task<bool> next, string path, string? at, CancellationTokenSource ending)
    {
        bool isOver = true;
        try
        {
            return isOver = await IsIdleAsync(next, path, at, ending.Token);
        }
        finally
        {
            if (isOver) await ending.CancelAsync();
            if (isOver) await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The stream is silent, and a look says that there is nothing: the results that are there have been read.
    private async Task<bool> IsIdleAsync(Task<bool> next, string path, string? at, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            await Task.WhenAny(next, Task.Delay(Glance, _transport.Time, cancellationToken));
            if (!next.IsCompleted && !await HasMoreAsync(path, at, cancellationToken)) return !next.IsCompleted;
        }

        return false;
    }

    private async Task<bool> HasMoreAsync(string path, string? at, CancellationToken cancellationToken)
    {
        for (; ; )
        {
            var page = await ReadPageAsync(path, at, limit: 1, TimeSpan.Zero, cancellationToken);
            if (page.Lines.Count > 0) return true;
            if (page.End || page.Next == at) return false;
            at = page.Next; // what is there is not wanted
        }
    }

    private static ImageResult Parse(SseItem<string> one) =>
        JsonSerializer.Deserialize(one.Data, ClientJson.Default.ImageResult)! with { Cursor = one.EventId ?? "", Json = one.Data };

    private static string Filtered(string job, ResultFilter? filter)
    {
        string path = ApiPath.Of("jobs", job, "results");
        foreach (string name in filter?.Classes ?? []) path = path.With(("class", name));
        return path.With(("status", filter?.Status?.ToString().ToLowerInvariant()), ("min_confidence", filter?.MinConfidence));
    }
}
