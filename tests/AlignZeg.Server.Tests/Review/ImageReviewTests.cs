using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Client;
using AlignZeg.Client.Reviews;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Server.Tests.Review;

public sealed class ImageReviewTests(TestServer server)
{
    [Fact]
    public async Task Reviews_AreKept_Listed_Repeated_Replaced_AndTakenBack()
    {
        var (http, reviews) = await StartAsync("reviews", 13, broken: 1);
        foreach (int index in new[] { 11, 2, 0 }) await reviews.SetAsync("j", index, new(ReviewVerdict.Accepted, index == 2 ? " fine " : null));
        var corrected = await reviews.SetAsync("j", 5, new(ReviewVerdict.Corrected, Regions: [new("dog", "cat")]));
        Assert.Equal([0, 2, 5, 11], await reviews.ListAllAsync("j").Select(one => one.Index).ToListAsync());
        var page = await reviews.ListAsync("j", after: 0, limit: 2);
        Assert.Equal([2, 5], page.Reviews.Select(one => one.Index));
        Assert.Equal(5, page.Next);
        var (before, after) = (await MapAsync(http, corrected.Mask), await MapAsync(http, corrected.Map!));
        Assert.Contains((ushort)0, before.Ids);
        Assert.Equal(before.Ids.Select(id => id == 0 ? (ushort)1 : id), after.Ids);

        var again = await reviews.SetAsync("j", 5, new(ReviewVerdict.Corrected, Regions: [new("dog", "cat")]));
        Assert.Equal(corrected, again); // also when
        var rejected = await reviews.SetAsync("j", 5, new(ReviewVerdict.Rejected, "no"));
        Assert.Equal((ReviewVerdict.Rejected, "no", null), (rejected.Verdict, rejected.Note, rejected.Map));
        await reviews.DeleteAsync("j", 5);
        Assert.Equal("review-not-found", (await Assert.ThrowsAsync<AlignZegApiException>(() => reviews.GetAsync("j", 5))).Code);
    }

    [Fact]
    public async Task Map_IsTheCorrection_AndWhatIsNone_IsRefused()
    {
        var (http, reviews) = await StartAsync("review-maps", 2, broken: 1);
        var first = await reviews.SetAsync("j", 0, new(ReviewVerdict.Accepted));
        var map = await MapAsync(http, first.Mask);
        byte[] drawn = LabelMapPng.Encode(new([.. map.Ids.Select(_ => (ushort)2)], map.Width, map.Height), 3);
        var corrected = await reviews.SetMapAsync("j", 0, drawn, "all birds");
        Assert.All((await MapAsync(http, corrected.Map!)).Ids, id => Assert.Equal(2, id));
        Assert.Equal("all birds", corrected.Note);
        Assert.Equal("invalid-review", await CodeAsync(() => reviews.SetMapAsync("j", 0, LabelMapPng.Encode(new([0, 1], 2, 1), 3))));
        Assert.Equal("invalid-review", await CodeAsync(() => reviews.SetAsync("j", 0, new(ReviewVerdict.Accepted, Regions: [new("dog", "cat")]))));
        Assert.Equal("invalid-review", await CodeAsync(() => reviews.SetAsync("j", 0, new(ReviewVerdict.Corrected))));
        Assert.Equal("invalid-review", await CodeAsync(() => reviews.SetAsync("j", 2, new(ReviewVerdict.Accepted)))); // it failed
        Assert.Equal("invalid-review", await CodeAsync(() => reviews.SetAsync("j", 0, new(ReviewVerdict.Accepted, new string('x', 2_001)))));
        Assert.Equal("image-not-found", await CodeAsync(() => reviews.SetAsync("j", 3, new(ReviewVerdict.Accepted))));
        Assert.Equal("job-not-found", await CodeAsync(() => reviews.SetAsync("none", 0, new(ReviewVerdict.Accepted))));
        await TestServer.ProblemAsync(await http.PutAsync("/v1/jobs/j/reviews/0", new StringContent("""{"verdict": "nice"}""")), 400, "invalid-request");
    }

    [Fact]
    public async Task Conditions_KeepOtherPeoplesReviews_AndTenantsTheirOwn()
    {
        var (http, reviews) = await StartAsync("review-conditions", 1);
        var created = await PutAsync(http, """{"verdict": "accepted"}""", "If-None-Match", "*");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        await TestServer.ProblemAsync(await PutAsync(http, """{"verdict": "rejected"}""", "If-None-Match", "*"), 412, "stale-version");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(http, """{"verdict": "accepted"}""", "If-None-Match", "*")).StatusCode); // whoever did not hear of his success
        string etag = created.Headers.ETag!.Tag;
        var replaced = await PutAsync(http, """{"verdict": "rejected"}""", "If-Match", etag);
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(http, """{"verdict": "rejected"}""", "If-Match", etag)).StatusCode);
        await TestServer.ProblemAsync(await PutAsync(http, """{"verdict": "accepted"}""", "If-Match", etag), 412, "stale-version");
        Assert.Equal(replaced.Headers.ETag!.Tag, (await http.GetAsync("/v1/jobs/j/reviews/0")).Headers.ETag!.Tag);
        Assert.Equal(ReviewVerdict.Rejected, (await reviews.GetAsync("j", 0)).Verdict);
        await TestServer.ProblemAsync(await DeleteAsync(http, etag), 412, "stale-version");
        Assert.Equal(ReviewVerdict.Rejected, (await reviews.GetAsync("j", 0)).Verdict);
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(http, replaced.Headers.ETag!.Tag)).StatusCode);
        await TestServer.ProblemAsync(await DeleteAsync(http, "*"), 404, "review-not-found");
        var other = await server.TenantAsync("review-other");
        await TestServer.ProblemAsync(await other.GetAsync("/v1/jobs/j/reviews"), 404, "job-not-found");
        await TestServer.ProblemAsync(await PutAsync(other, """{"verdict": "accepted"}""", "If-Match", "*"), 404, "job-not-found");
        var reader = server.Client((await server.KeyAsync("review-conditions", "read")).Key);
        await TestServer.ProblemAsync(await PutAsync(reader, """{"verdict": "accepted"}""", "If-Match", "*"), 403, "forbidden");
    }

    [Fact]
    public async Task ReviewList_LeavesOutWhatWasReviewed()
    {
        var (http, reviews) = await StartAsync("review-left", 8);
        var all = await UncertainAsync(http, "");
        foreach (int index in new[] { all[0], all[3] }) await reviews.SetAsync("j", index, new(ReviewVerdict.Accepted));
        Assert.Equal([all[1], all[2], all[4], all[5], all[6], all[7]], await UncertainAsync(http, "reviewed=false"));
        Assert.Equal([all[0], all[3]], await UncertainAsync(http, "reviewed=true"));
        var page = await http.GetFromJsonAsync<JsonElement>("/v1/jobs/j/review?reviewed=false&limit=2");
        Assert.Equal([all[4], all[5], all[6], all[7]], await UncertainAsync(http, "reviewed=false&after=" + page.GetProperty("next").GetString()));
    }

    private static async Task<HttpResponseMessage> DeleteAsync(HttpClient http, string match)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1/jobs/j/reviews/0") { Headers = { { "If-Match", match } } };
        return await http.SendAsync(request);
    }

    private async Task<(HttpClient Http, ReviewClient Reviews)> StartAsync(string tenant, int images, int broken = 0)
    {
        var client = await server.TenantAsync(tenant);
        await server.PrepareAsync(client, images, broken);
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        return (client, new AlignZegClient(client, new() { Retries = 0 }).Reviews);
    }

    private static async Task<List<int>> UncertainAsync(HttpClient http, string query) =>
        [.. (await http.GetFromJsonAsync<JsonElement>("/v1/jobs/j/review?" + query)).GetProperty("images").EnumerateArray().Select(image => image.GetProperty("index").GetInt32())];

    private static async Task<LabelMap> MapAsync(HttpClient http, string blob)
    {
        using var stream = new MemoryStream();
        await new AlignZegClient(http).Results.DownloadAsync("j", blob, stream);
        return LabelMapPng.Decode(stream.ToArray(), "it");
    }

    private static async Task<string?> CodeAsync(Func<Task> act) => (await Assert.ThrowsAsync<AlignZegApiException>(act)).Code;

    private static Task<HttpResponseMessage> PutAsync(HttpClient http, string json, string header, string value)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/v1/jobs/j/reviews/0") { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(header, value);
        return http.SendAsync(request);
    }
}
