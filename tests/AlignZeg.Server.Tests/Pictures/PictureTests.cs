using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;
using AlignZeg.Server.Pictures;

namespace AlignZeg.Server.Tests.Pictures;

public sealed class PictureTests(TestServer server)
{
    [Theory]
    [InlineData(-5, 128)]
    [InlineData(128, 128)]
    [InlineData(129, 256)]
    [InlineData(2_048, 2_048)]
    [InlineData(1_000_000, 2_048)]
    public void Sizes_AreFew(int asked, int given) => Assert.Equal(given, PictureSizes.For(asked));

    [Fact]
    public async Task Image_ComesWhole_AndSmall_ToItsTenantAlone()
    {
        var client = await server.TenantAsync("pictures");
        byte[] image = ImageEncoder.EncodePng(Gradient(600, 300));
        string address = "/v1/images/" + await TestServer.UploadAsync(client, image);

        var whole = await client.GetAsync(address);
        Assert.Equal(image, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", whole.Content.Headers.ContentType?.MediaType); // nobody's upload is ever a page
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(whole.Headers.CacheControl is { Private: true, MaxAge: { TotalHours: >= 1 } });

        var small = await client.GetAsync(address + "?size=200");
        var decoded = new ImageDecoder().Decode(await small.Content.ReadAsByteArrayAsync(), "small");
        Assert.Equal(("image/jpeg", 256, 128), (small.Content.Headers.ContentType?.MediaType, decoded.Width, decoded.Height));
        Assert.InRange(decoded.Pixels[3 * 64 * 256 + 3 * 200], 190, 210); // red is the share of the width
        Assert.Equal(await small.Content.ReadAsByteArrayAsync(), await client.GetByteArrayAsync(address + "?size=256")); // made once, kept

        client.DefaultRequestHeaders.IfNoneMatch.Add(small.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.GetAsync(address + "?size=200")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address)).StatusCode); // another size is another picture
        await TestServer.ProblemAsync(await (await server.TenantAsync("pictures-other")).GetAsync(address), 404, "image-not-found");
        await TestServer.ProblemAsync(await (await server.TenantAsync("pictures-other")).GetAsync(address + "?size=200"), 404, "image-not-found");
    }

    [Theory]
    [InlineData("../../secret")]
    [InlineData("ABCDEF")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0z")]
    public async Task WhatIsNoImage_IsNotFound(string name)
    {
        var client = await server.TenantAsync("pictures");
        await TestServer.ProblemAsync(await client.GetAsync("/v1/images/" + Uri.EscapeDataString(name)), 404, "image-not-found");
    }

    [Fact]
    public async Task BytesThatAreNoPicture_AreRefusedSmall()
    {
        var client = await server.TenantAsync("pictures");
        string sha256 = await TestServer.UploadAsync(client, "<script>alert(1)</script>"u8.ToArray());
        await TestServer.ProblemAsync(await client.GetAsync($"/v1/images/{sha256}?size=256"), 422, "image-rejected");
        await TestServer.ProblemAsync(await client.GetAsync($"/v1/images/{sha256}?size=large"), 400, "invalid-request");
    }

    [Fact]
    public async Task FilesOfAJob_ComeWhole_AndSmall_AndNothingElseOfIt()
    {
        var client = await server.TenantAsync("pictures-job");
        await server.PrepareAsync(client, 3);
        await TestServer.StartAsync(client, "j");
        await TestServer.AwaitAsync(client, "j", "completed");
        var record = await client.GetFromJsonAsync<JsonElement>("/v1/jobs/j/results/1");
        string mask = record.GetProperty("mask").GetString()!;
        byte[] whole = await client.GetByteArrayAsync($"/v1/jobs/j/files/{mask}");
        var (map, small) = (LabelMapPng.Decode(whole, "whole"), LabelMapPng.Decode(await client.GetByteArrayAsync($"/v1/jobs/j/files/{mask[(mask.IndexOf("/masks/", StringComparison.Ordinal) + 1)..]}?size=128"), "small"));
        Assert.Equal((record.GetProperty("width").GetInt32(), record.GetProperty("height").GetInt32()), (map.Width, map.Height));
        Assert.Equal(map.Ids, small.Ids); // it is smaller than that already
        foreach (string other in new[] { "results/000000.jsonl", "masks/none.png", "masks/../results/000000.jsonl", "small/128/masks/image-0000.png" })
            await TestServer.ProblemAsync(await client.GetAsync("/v1/jobs/j/files/" + Uri.EscapeDataString(other)), 404, "file-not-found");
        await TestServer.ProblemAsync(await (await server.TenantAsync("pictures-other")).GetAsync($"/v1/jobs/j/files/{mask}"), 404, "file-not-found");
    }

    internal static RgbImage Gradient(int width, int height)
    {
        var image = new RgbImage(new byte[3 * width * height], width, height);
        for (int i = 0; i < width * height; i++) image.Pixels[3 * i] = (byte)(255 * (i % width) / width);
        return image;
    }
}
