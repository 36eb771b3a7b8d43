using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AlignZeg.Client.Names;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Jobs;

/// <summary>Jobs. Starting, pausing, resuming and cancelling are safe to repeat: done twice is done once.</summary>
public sealed class JobClient
{
    private const string Kind = "jobs";
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private readonly ApiTransport _transport;

    internal JobClient(ApiTransport transport) => _transport = transport;

    /// <summary>A page of names after a name.</summary>
    public Task<NamePage> ListAsync(string? after = null, int? limit = null, CancellationToken cancellationToken = default) => NameList.PageAsync(_transport, Kind, after, limit, cancellationToken);

    /// <summary>All names, page by page.</summary>
    public IAsyncEnumerable<string> ListAllAsync(CancellationToken cancellationToken = default) => NameList.AllAsync(_transport, Kind, cancellationToken);

    /// <summary>Starts a job, or goes on with it: the same id is the same job, and other terms replace the earlier ones.</summary>
    public Task<Job> StartAsync(JobOrder order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var named = order with { Id = order.Id ?? $"job-{Guid.CreateVersion7(_transport.Time.GetUtcNow()):N}" };
        return CallAsync(ApiCall.Post(ApiPath.Of(Kind), JsonBody.Of(named, ClientJson.Default.JobOrder)) with { Repeatable = true }, cancellationToken);
    }

    /// <summary>How a job is.</summary>
    public Task<Job> GetAsync(string job, CancellationToken cancellationToken = default) => CallAsync(ApiCall.Get(ApiPath.Of(Kind, job)), cancellationToken);

    /// <summary>What a job was asked to do, with exact versions, and how it is run.</summary>
    public Task<JobRequest> GetRequestAsync(string job, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of(Kind, job, "request"), ClientJson.Default.JobRequest, cancellationToken);

    /// <summary>Begins nothing new; what is in hand is finished.</summary>
    public Task<Job> PauseAsync(string job, CancellationToken cancellationToken = default) => ActAsync(job, "pause", cancellationToken);

    /// <summary>Goes on after a pause or a problem.</summary>
    public Task<Job> ResumeAsync(string job, CancellationToken cancellationToken = default) => ActAsync(job, "resume", cancellationToken);

    /// <summary>Ends the job for good; its results stay.</summary>
    public Task<Job> CancelAsync(string job, CancellationToken cancellationToken = default) => ActAsync(job, "cancel", cancellationToken);

    /// <summary>Replaces priority, deadline and most failures; a job that was blocked goes on.</summary>
    public Task<Job> SetTermsAsync(string job, JobTerms terms, CancellationToken cancellationToken = default) =>
        CallAsync(ApiCall.Put(ApiPath.Of(Kind, job, "terms"), JsonBody.Of(terms, ClientJson.Default.JobTerms)), cancellationToken);

    /// <summary>Tries failed images again, once each. Repeated by itself only with a number, one more than <see cref="Job.Retries"/>.</summary>
    public Task<Job> RetryAsync(string job, JobRetry? retry = null, CancellationToken cancellationToken = default) =>
        CallAsync(ApiCall.Post(ApiPath.Of(Kind, job, "retry"), JsonBody.Of(retry ?? new(), ClientJson.Default.JobRetry)) with { Repeatable = retry?.Number is not null }, cancellationToken);

    /// <summary>A page of the images whose newest result is a failure.</summary>
    public Task<FailurePage> ListFailuresAsync(string job, string? after = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of(Kind, job, "failures").With(("after", after), ("limit", limit)), ClientJson.Default.FailurePage, cancellationToken);

    /// <summary>All of them, page by page.</summary>
    public IAsyncEnumerable<ImageFailure> ListAllFailuresAsync(string job, CancellationToken cancellationToken = default) =>
        Pages.AllAsync((string? after, CancellationToken token) => ListFailuresAsync(job, after, limit: null, token), page => page.Failures, page => page.Next, cancellationToken);

    /// <summary>
    /// How a job is, now and whenever that changes, until it is at rest; the last one says how it rests. Comes back by itself after broken connections and restarts of
    /// the server. Between two looks some states may be passed over.
    /// </summary>
    public async IAsyncEnumerable<Job> WatchAsync(string job, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Job? last = null;
        await foreach (var state in await HasStreamAsync(job, cancellationToken) ? StreamAsync(job, cancellationToken) : PollAsync(job, cancellationToken))
        {
            if (!state.SaysTheSameAs(last)) yield return state;
            if (state.IsAtRest()) yield break;
            last = state;
        }
    }

    // A server without the stream says so: that the route is unknown, not that the job is.
    private async Task<bool> HasStreamAsync(string job, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _transport.OpenAsync(ApiCall.Get(EventsOf(job)) with { Streams = true, Headers = headers => headers.Accept.ParseAdd("text/event-stream") }, cancellationToken);
            return true;
        }
        catch (AlignZegApiException missing) when (missing.Code == "no-route" || missing is { Status: HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, Code: null })
        {
            return false;
        }
    }

    private async IAsyncEnumerable<Job> StreamAsync(string job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var one in new EventSource(_transport, EventsOf(job)).ReadAsync(last: null, cancellationToken))
            if (one.EventType == "progress" && JsonSerializer.Deserialize(one.Data, ClientJson.Default.Job) is { } state) yield return state;
        yield return await GetAsync(job, cancellationToken);
    }

    private async IAsyncEnumerable<Job> PollAsync(string job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var outage = new Outage(_transport); ;)
        {
            if (await TryGetAsync(job, outage, cancellationToken) is { } state) yield return state;
            await Task.Delay(PollEvery, _transport.Time, cancellationToken);
        }
    }

    private async Task<Job?> TryGetAsync(string job, Outage outage, CancellationToken cancellationToken)
    {
        try
        {
            var state = await GetAsync(job, cancellationToken);
            outage.Over();
            return state;
        }
        catch (AlignZegApiException failure) when (RetryPause.MayPass(failure))
        {
            await outage.WaitAsync(failure, cancellationToken);
            return null;
        }
    }

    private static string EventsOf(string job) => ApiPath.Of(Kind, job, "events");

    private Task<Job> ActAsync(string job, string verb, CancellationToken cancellationToken) => CallAsync(ApiCall.Post(ApiPath.Of(Kind, job, verb)) with { Repeatable = true }, cancellationToken);

    private Task<Job> CallAsync(ApiCall call, CancellationToken cancellationToken) => _transport.SendAsync(call, ClientJson.Default.Job, cancellationToken);
}
