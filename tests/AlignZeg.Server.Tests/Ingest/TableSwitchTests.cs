using AlignZeg.Datasets.Tests.Archives;
using AlignZeg.Server.Hosting;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>A server that was not told to take Parquet tables.</summary>
public sealed class TableSwitchTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(TableUploadTests.Type)]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Table_IsNotTaken_AndTheAnswerSaysWhatIs(string? type) =>
        await RefusedAsync(await UploadServer.SendAsync(await server.TenantAsync("table-off"), "d", await PackedTables.OfAsync((PackedFiles.Picture(1), null)), type));

    [Fact]
    public async Task TableInAForm_IsNotTaken()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(PackedFiles.Picture(9)), "f", "a.png" }, { new ByteArrayContent(await PackedTables.OfAsync((PackedFiles.Picture(1), null))), "f", "b" } };
        await RefusedAsync(await (await server.TenantAsync("table-off")).PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Tables_AreOff_UnlessSomebodyTurnsThemOn() => Assert.False(new UploadOptions().Tables);

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        var problem = await TestServer.ProblemAsync(answer, 415, "wrong-media-type");
        Assert.Equal("This server takes no Parquet tables; send the images as a tar or zip with a metadata.jsonl for what is said about them, or ask the operator to turn on Uploads:Tables.", problem.GetProperty("detail").GetString());
    }
}
