using System.Net.Http.Headers;
using System.Net.Http.Json;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Http;

namespace AlignZeg.Server.Tests.Problems;

public sealed class ProblemAnswerTests(TestServer server)
{
    [Fact]
    public async Task UnknownAddress_WrongMethod_AndLargeBodies_AreProblems()
    {
        var client = await server.TenantAsync("answers");
        await TestServer.ProblemAsync(await client.GetAsync("/nowhere"), 404, "no-route");
        await TestServer.ProblemAsync(await client.DeleteAsync("/v1/jobs"), 405, "wrong-method");
        await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v", new StringContent(new string('x', 200_000))), 413, "too-large");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/none"), 404, "job-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/.hidden"), 400, "invalid-name");
        await TestServer.ProblemAsync(await client.GetAsync("/files/tenants/answers/images/x?expires=9999999999&signature=00"), 403, "link-expired");
    }

    [Fact]
    public async Task BadBodies_AreProblems()
    {
        var client = await server.TenantAsync("bodies");
        await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/jobs", new { dataset = "d", unknown = 1 }), 400, "invalid-request");
        await TestServer.ProblemAsync(await client.PostAsync("/v1/jobs", new StringContent("{", new MediaTypeHeaderValue("application/json"))), 400, "invalid-request");
        await TestServer.ProblemAsync(await client.PostAsync("/v1/jobs", new StringContent("x", new MediaTypeHeaderValue("text/plain"))), 415, "wrong-media-type");
        var problems = (await TestServer.ProblemAsync(await client.PutAsync("/v1/vocabularies/v", new StringContent("""["", "a", "A"]""")), 422, "invalid-vocabulary")).GetProperty("problems");
        Assert.Equal(2, problems.GetArrayLength());
        await TestServer.ProblemAsync(await client.PostAsync("/v1/datasets/d/versions", new StringContent("""{"name": "a", "source": "file:///etc/passwd"}""")), 422, "invalid-dataset");
        string foreign = new('a', 64);
        await TestServer.ProblemAsync(await client.PostAsync("/v1/datasets/d/versions", new StringContent($$"""{"name": "a", "sha256": "{{foreign}}"}""")), 422, "invalid-dataset");
    }

    [Fact]
    public async Task RetryAfter_IsInWholeSeconds_AtLeastOne()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await ProblemWriter.WriteAsync(context, new(ProblemTypes.LimitReached, "Enough.", TimeSpan.FromSeconds(90.2)));
        Assert.Equal(("91", 429), (context.Response.Headers.RetryAfter.ToString(), context.Response.StatusCode));
        await ProblemWriter.WriteAsync(context, new(ProblemTypes.Busy, "Enough.", TimeSpan.FromMilliseconds(1)));
        Assert.Equal("1", context.Response.Headers.RetryAfter.ToString());
    }

    [Fact]
    public async Task RequestId_OfTheCaller_IsKept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/ready");
        request.Headers.Add(RequestIds.Header, "mine-1");
        var answer = await server.Client(null).SendAsync(request);
        Assert.Equal(("ready", "mine-1"), (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues(RequestIds.Header).Single()));
    }
}
