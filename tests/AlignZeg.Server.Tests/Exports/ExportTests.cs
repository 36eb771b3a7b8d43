using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using AlignZeg.Client;
using AlignZeg.Client.Exports;
using AlignZeg.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace AlignZeg.Server.Tests.Exports;

public sealed class ExportTests(TestServer server)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_BecomeAnArchive_ThatHoldsEveryLabel_AndSaysWhatIsMissing()
    {
        var (client, key) = await JobAsync("exporting", images: 23, broken: 2);
        await TestServer.AwaitAsync(client, "j", "completed");
        var started = await client.PostAsJsonAsync("/v1/jobs/j/exports", new { id = "e", format = "png" });
        Assert.Equal((HttpStatusCode.Accepted, "/v1/jobs/j/exports/e"), (started.StatusCode, started.Headers.Location?.OriginalString));
        var done = await EndAsync(client, "e");
        var archive = done.GetProperty("archive");
        Assert.Equal(("completed", 25, 23, 2, false, false), (Text(done, "phase"), done.GetProperty("done").GetInt32(), archive.GetProperty("images").GetInt32(), archive.GetProperty("left_out").GetInt32(),
            archive.GetProperty("partial").GetBoolean(), archive.GetProperty("lossless").GetBoolean()));
        Assert.All(done.GetProperty("report").GetProperty("left_out_images").EnumerateArray(), one => Assert.StartsWith("It was not labelled: ", Text(one, "reason"), StringComparison.Ordinal));
        Assert.Equal(0, done.GetProperty("report").GetProperty("changed_pixels").GetInt64());

        byte[] bytes = await server.Client(null).GetByteArrayAsync(Text(archive, "url"));
        Assert.Equal((archive.GetProperty("bytes").GetInt64(), Text(archive, "sha256")), (bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))));
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(23, zip.Entries.Count(entry => entry.FullName.StartsWith("masks/", StringComparison.Ordinal)));
        Assert.Equal(["cat", "dog", "red bird"], await LinesAsync(zip, "classes.txt"));
        Assert.NotNull(zip.GetEntry("export-report.json"));

        using var downloaded = new MemoryStream();
        await ClientOf(key).Exports.DownloadAsync("j", "e", downloaded, Token);
        Assert.Equal(bytes, downloaded.ToArray());
    }

    [Fact]
    public async Task TheSameAgain_IsTheSameExport_AndAnotherOrderIsAConflict()
    {
        var (client, key) = await JobAsync("exporting-again", images: 3);
        await TestServer.AwaitAsync(client, "j", "completed");
        var exports = ClientOf(key).Exports;
        await exports.StartAsync("j", new("coco-panoptic", Id: "e"), Token);
        var first = await EndAsync(client, "e");
        var again = await exports.StartAsync("j", new("coco-panoptic", Id: "e"), Token);
        Assert.Equal((ExportPhase.Completed, Text(first.GetProperty("archive"), "sha256")), (again.Phase, again.Archive!.Sha256));
        await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/jobs/j/exports", new { id = "e", format = "png" }), 409, "export-conflict");
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");
        var keyed = new[] { await client.PostAsJsonAsync("/v1/jobs/j/exports", new { format = "coco-stuff" }), await client.PostAsJsonAsync("/v1/jobs/j/exports", new { format = "coco-stuff" }) };
        Assert.Single(keyed.Select(answer => answer.Headers.Location!.OriginalString).Distinct());
        Assert.Equal(2, await exports.ListAsync("j", Token).CountAsync(Token));
        var page = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/exports?limit=1");
        Assert.Equal(("e", "e"), (Text(page.GetProperty("exports")[0], "id"), Text(page, "next")));
    }

    [Fact]
    public async Task WhatCannotBe_IsRefused_InWords()
    {
        var (client, key) = await JobAsync("exporting-wrong", images: 2, broken: 1);
        await TestServer.AwaitAsync(client, "j", "completed");
        var unknown = await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/jobs/j/exports", new { format = "jpeg" }), 422, "invalid-export");
        Assert.Contains("coco-panoptic", Text(unknown, "detail"), StringComparison.Ordinal);
        await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/jobs/none/exports", new { format = "png" }), 404, "job-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/none/exports"), 404, "job-not-found");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/exports/none"), 404, "export-not-found");
        (await client.PostAsJsonAsync("/v1/jobs/j/exports", new { id = "strict", format = "png", strict = true })).EnsureSuccessStatusCode();
        var failed = await EndAsync(client, "strict");
        Assert.Equal(("failed", 1), (Text(failed, "phase"), failed.GetProperty("report").GetProperty("left_out").GetInt32()));
        Assert.Contains("1 image left out", Text(failed, "problem"), StringComparison.Ordinal);
        Assert.False(failed.TryGetProperty("archive", out _));
        var failure = await Assert.ThrowsAsync<AlignZegApiException>(() => ClientOf(key).Exports.DownloadAsync("j", "strict", new MemoryStream(), Token));
        Assert.Contains("it is failed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobUnderWay_IsExportedAsFarAsItIs_AndALostMapIsLeftOut()
    {
        var (client, _) = await JobAsync("exporting-early", images: 60);
        await TestServer.AwaitAsync(client, "j", view => view.GetProperty("ok").GetInt32() > 0);
        await client.PostAsync("/v1/jobs/j/cancel", null); // or it is completed already, where the machine is fast
        var job = await TestServer.AwaitAsync(client, "j", view => view.GetProperty("leased").GetInt32() == 0 && Text(view, "phase") is ("cancelled" or "completed"));
        string lost = JsonDocument.Parse((await client.GetStringAsync("/v1/jobs/j/results?limit=1&wait=20")).Split('\n')[0]).RootElement.GetProperty("mask").GetString()!;
        await server.Services.GetRequiredService<IBlobStore>().DeleteAsync(lost, cancellationToken: Token);
        (await client.PostAsJsonAsync("/v1/jobs/j/exports", new { id = "e", format = "coco-panoptic" })).EnsureSuccessStatusCode();
        var archive = (await EndAsync(client, "e")).GetProperty("archive");
        Assert.Equal((job.GetProperty("ok").GetInt32() - 1, 1, Text(job, "phase") == "cancelled"), (archive.GetProperty("images").GetInt32(), archive.GetProperty("left_out").GetInt32(), archive.GetProperty("partial").GetBoolean()));
    }

    private async Task<(HttpClient Client, string Key)> JobAsync(string tenant, int images, int broken = 0)
    {
        var (_, key) = await server.KeyAsync(tenant, "label");
        var client = server.Client(key);
        await server.PrepareAsync(client, images, broken);
        await TestServer.StartAsync(client, "j");
        return (client, key);
    }

    private AlignZegClient ClientOf(string key) => new(new AlignZegClientOptions { Server = server.Address, Key = key });

    private static async Task<JsonElement> EndAsync(HttpClient client, string export)
    {
        for (long start = TimeProvider.System.GetTimestamp(); ;)
        {
            var view = await client.GetFromJsonAsync<JsonElement>($"/v1/jobs/j/exports/{export}", Token);
            if (Text(view, "phase") != "running") return view;
            if (TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"The export is still: {view}");
            await Task.Delay(50, Token);
        }
    }

    private static string Text(JsonElement value, string member) => value.GetProperty(member).GetString()!;

    private static async Task<string[]> LinesAsync(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(await zip.GetEntry(name)!.OpenAsync(Token));
        return (await reader.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
