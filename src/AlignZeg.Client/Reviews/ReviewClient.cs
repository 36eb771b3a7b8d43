using System.Globalization;
using System.Net.Http.Headers;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Reviews;

/// <summary>What people say of label maps, and the thresholds that follow from it. Images are named by their index within the job, as results name them.</summary>
public sealed class ReviewClient
{
    private readonly ApiTransport _transport;

    internal ReviewClient(ApiTransport transport) => _transport = transport;

    /// <summary>All reviews of a job, by the index of the image.</summary>
    public IAsyncEnumerable<ImageReview> ListAllAsync(string job, CancellationToken cancellationToken = default) =>
        Pages.AllAsync((int? after, CancellationToken token) => ListAsync(job, after, cancellationToken: token), page => page.Reviews, page => page.Next, cancellationToken);

    /// <summary>A page of reviews after an image.</summary>
    /// <param name="job">The job.</param> <param name="after">Index of an image; null = from the first.</param> <param name="limit">Most reviews. Default: the server's.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<ImageReviewPage> ListAsync(string job, int? after = null, int? limit = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(ApiPath.Of("jobs", job, "reviews").With(("after", after), ("limit", limit)), ClientJson.Default.ImageReviewPage, cancellationToken);

    /// <summary>The review of an image.</summary>
    /// <exception cref="AlignZegApiException">Nobody has reviewed it (<c>review-not-found</c>).</exception>
    public Task<ImageReview> GetAsync(string job, int index, CancellationToken cancellationToken = default) => _transport.GetAsync(PathOf(job, index), ClientJson.Default.ImageReview, cancellationToken);

    /// <summary>Reviews an image, in place of an earlier review. Safe to repeat.</summary>
    public Task<ImageReview> SetAsync(string job, int index, NewReview review, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(ApiCall.Put(PathOf(job, index), JsonBody.Of(review, ClientJson.Default.NewReview)), ClientJson.Default.ImageReview, cancellationToken);

    /// <summary>Reviews an image by its label map as it should be. Safe to repeat.</summary>
    /// <param name="job">The job.</param> <param name="index">Of the image.</param>
    /// <param name="map">A PNG of class ids, of the image's size; 255 (65535 in vocabularies of more than 255 classes) where nobody knows.</param>
    /// <param name="note">At most 2,000 characters.</param> <param name="cancellationToken">Ends the call.</param>
    public Task<ImageReview> SetMapAsync(string job, int index, ReadOnlyMemory<byte> map, string? note = null, CancellationToken cancellationToken = default) => _transport.SendAsync(
        ApiCall.Put(PathOf(job, index).With(("note", note)), () => new ReadOnlyMemoryContent(map) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }),
        ClientJson.Default.ImageReview, cancellationToken);

    /// <summary>Takes a review back.</summary>
    /// <exception cref="AlignZegApiException">Nobody has reviewed the image (<c>review-not-found</c>).</exception>
    public async Task DeleteAsync(string job, int index, CancellationToken cancellationToken = default)
    {
        using var answer = await _transport.OpenAsync(new ApiCall(HttpMethod.Delete, PathOf(job, index)), cancellationToken);
    }

    /// <summary>
    /// Fits the thresholds of a vocabulary to reviews. Asks again until it is done: a server measures for as long as a request may take, and goes on from there. Safe to repeat.
    /// </summary>
    /// <param name="vocabulary">Its name.</param> <param name="order">With what, and how.</param> <param name="publish">True: the draft becomes a version. False: nothing is published.</param>
    /// <param name="progress">Told after each call.</param> <param name="cancellationToken">Ends the calls; what was measured stays.</param>
    public async Task<CalibrationReport> CalibrateAsync(string vocabulary, CalibrationOrder order, bool publish = false, IProgress<CalibrationReport>? progress = null, CancellationToken cancellationToken = default)
    {
        var call = ApiCall.Post(ApiPath.Of("vocabularies", vocabulary, "calibrate").With(("publish", publish ? "true" : null)), JsonBody.Of(order, ClientJson.Default.CalibrationOrder)) with { Repeatable = true };
        while (true)
        {
            var found = await _transport.SendAsync(call, ClientJson.Default.CalibrationReport, cancellationToken);
            if (found.Complete) return found;
            progress?.Report(found);
        }
    }

    private static string PathOf(string job, int index) => ApiPath.Of("jobs", job, "reviews", index.ToString(CultureInfo.InvariantCulture));
}
