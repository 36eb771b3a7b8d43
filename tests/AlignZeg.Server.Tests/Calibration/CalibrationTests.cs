using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Client;
using AlignZeg.Client.Results;
using AlignZeg.Client.Reviews;
using AlignZeg.Datasets.LabelMaps;
using Microsoft.Extensions.DependencyInjection;
using ReviewOptions = AlignZeg.Server.Review.ReviewOptions;
using ThresholdFit = AlignZeg.Server.Calibration.ThresholdFit;

namespace AlignZeg.Server.Tests.Calibration;

public sealed class CalibrationTests(CalibrationTests.Fixture fixture) : IClassFixture<CalibrationTests.Fixture>
{
    private const int Images = 16, SureFrom = 200;

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Thresholds_FollowFromReviews_InSeveralCalls_AndHoldOnOtherImages()
    {
        var http = await Server.TenantAsync("calibrate");
        var client = new AlignZegClient(http);
        await PrepareAsync(http, client, "j");
        await foreach (var image in client.Results.ReadAsync("j", follow: false)) await CorrectAsync(client, image);
        await client.Reviews.SetAsync("j", 3, new(ReviewVerdict.Rejected));
        int computed = Server.Segmenters.Computed.Values.Sum();
        var told = new List<CalibrationReport>();
        using var never = new ManualResetEventSlim();
        Server.Segmenters.BeforeBatch = _ => never.Wait(200); // a call may measure for 1 s
        var order = new CalibrationOrder(["j"], Target: .99, LeastPixels: 50);
        var done = await client.Reviews.CalibrateAsync("v", order, progress: new Told(told));
        Server.Segmenters.BeforeBatch = null;
        Assert.NotEmpty(told);
        Assert.All(told, one => Assert.InRange(one.Measured, 1, Images - 2));
        Assert.Equal((Images - 1, Images - 1, 0, 1), (done.Images, done.Measured, done.Unreadable, done.Rejected));
        Assert.Equal(Images - 1, Server.Segmenters.Computed.Values.Sum() - computed); // each once
        var result = done.Result!;
        Assert.Equal(Images - 1, result.FittedOn + result.TestedOn);
        Assert.InRange(result.FittedOn, 3, Images - 4);
        Assert.Equal(3, result.Classes.Count);
        Assert.All(result.Classes, one => Assert.InRange(ThresholdFit.StepOf(one.Threshold!.Value), SureFrom - 4, SureFrom));
        Assert.InRange(result.Before.Precision!.Value, .1, .5);
        Assert.InRange(result.After.Precision!.Value, .97, 1);
        Assert.InRange(result.After.Abstained!.Value, .5, .9);
        Assert.Equal((0, null), (result.Before.Abstained, result.Version));
        Assert.Single(await client.Vocabularies.ListVersionsAsync("v")); // nothing is published

        var published = (await client.Reviews.CalibrateAsync("v", order, publish: true)).Result!;
        Assert.Equal(2, published.Version);
        Assert.Equal(Images - 1, Server.Segmenters.Computed.Values.Sum() - computed); // nothing anew
        Assert.Equal(published.Classes.Select(one => one.Threshold), (await http.GetFromJsonAsync<JsonElement>("/v1/vocabularies/v?version=2")).GetProperty("vocabulary").GetProperty("classes").EnumerateArray().Select(one => (double?)one.GetProperty("threshold").GetDouble()));
        Assert.Equal(published.After, (await client.Reviews.CalibrateAsync("v", order)).Result!.Before); // from the new version
    }

    [Fact]
    public async Task WhatOthersPublishMeanwhile_IsNotUndone_UnlessAVersionIsNamed()
    {
        var http = await Server.TenantAsync("calibrate-meanwhile");
        var client = new AlignZegClient(http, new() { Retries = 0 });
        await PrepareAsync(http, client, "j");
        await foreach (var image in client.Results.ReadAsync("j", follow: false)) await CorrectAsync(client, image);
        string renamed = TestServer.Vocabulary.Replace("\"dog\"", "{\"name\": \"dog\", \"synonyms\": [\"hound\"]}", StringComparison.Ordinal);
        int left = 1;
        Server.Segmenters.BeforeBatch = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0) client.Vocabularies.PublishTextAsync("v", renamed).GetAwaiter().GetResult();
        };
        var order = new CalibrationOrder(["j"], Target: .99, LeastPixels: 50);
        var refused = await Assert.ThrowsAsync<AlignZegApiException>(() => client.Reviews.CalibrateAsync("v", order, publish: true));
        Server.Segmenters.BeforeBatch = null;
        Assert.Equal("stale-version", refused.Code);
        Assert.Equal(2, (await client.Vocabularies.ListVersionsAsync("v")).Count);
        Assert.Equal(3, (await client.Reviews.CalibrateAsync("v", order with { Version = 1 }, publish: true)).Result!.Version);
    }

    [Fact]
    public async Task WhatDoesNotFit_IsRefused()
    {
        var http = await Server.TenantAsync("calibrate-wrong");
        var client = new AlignZegClient(http, new() { Retries = 0 });
        await PrepareAsync(http, client, "j", images: 1);
        await client.Vocabularies.PublishTextAsync("w", TestServer.Vocabulary);
        foreach (var (vocabulary, order) in new (string, CalibrationOrder)[] { ("v", new(["j"])), ("w", new(["j"])), ("v", new([])), ("v", new(["j"], Target: 1)), ("v", new(["j"], LeastPixels: 0)) })
            Assert.Equal("invalid-calibration", await CodeAsync(client, vocabulary, order));
        await client.Reviews.SetAsync("j", 0, new(ReviewVerdict.Accepted));
        await client.Vocabularies.PublishTextAsync("v", """{"classes": ["dog", "cat", "red bird"]}""");
        Assert.Equal("invalid-calibration", await CodeAsync(client, "v", new(["j"]))); // other ids
        Assert.True((await client.Reviews.CalibrateAsync("v", new(["j"], Version: 1))).Complete);
        Assert.Equal("job-not-found", await CodeAsync(client, "v", new(["none"])));
        Assert.Equal("vocabulary-not-found", await CodeAsync(client, "none", new(["j"])));
    }

    // Right where the model is sure.
    private static async Task CorrectAsync(AlignZegClient client, ImageResult image)
    {
        var (found, sure) = (await MapAsync(client, image.Mask!), await MapAsync(client, image.Confidence!));
        var truth = found.Ids.Zip(sure.Ids, (id, confidence) => id >= 3 || confidence >= SureFrom ? id : (ushort)((id + 1) % 3));
        await client.Reviews.SetMapAsync("j", image.Index, LabelMapPng.Encode(new([.. truth], found.Width, found.Height), 3));
    }

    private async Task PrepareAsync(HttpClient http, AlignZegClient client, string job, int images = Images)
    {
        await Server.PrepareAsync(http, images);
        await client.Jobs.StartAsync(new("d", "v", "tiny") { Id = job, Confidence = true });
        await TestServer.AwaitAsync(http, job, "completed");
    }

    private static async Task<LabelMap> MapAsync(AlignZegClient client, string blob)
    {
        using var stream = new MemoryStream();
        await client.Results.DownloadAsync("j", blob, stream);
        return LabelMapPng.Decode(stream.ToArray(), "it");
    }

    private static async Task<string?> CodeAsync(AlignZegClient client, string vocabulary, CalibrationOrder order) =>
        (await Assert.ThrowsAsync<AlignZegApiException>(() => client.Reviews.CalibrateAsync(vocabulary, order))).Code;

    private sealed class Told(List<CalibrationReport> told) : IProgress<CalibrationReport>
    {
        public void Report(CalibrationReport value) => told.Add(value);
    }

    /// <summary>A server whose calls measure for a second.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public TestServer Server { get; } = new() { Configure = silo => silo.Services.Configure<ReviewOptions>(review => review.CalibrationTime = TimeSpan.FromSeconds(1)) };

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
