using System.Text.Json;
using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Tests.Archives;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Ingest;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Tests.Ingest;

/// <summary>Parquet tables as bodies, and as parts of forms.</summary>
public sealed class TableUploadTests(UploadServer uploads) : IClassFixture<UploadServer>
{
    public const string Type = "application/vnd.apache.parquet";
    private static readonly (byte[]? Bytes, string? Path)[] Rows = [(PackedFiles.Picture(1), "b/1.png"), (PackedFiles.Picture(2), null), (PackedFiles.Picture(1), "/somewhere/again.png"), ("text"u8.ToArray(), "notes.txt"), (null, "gone.png")];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string?[] Captions = ["one \"é\"", null, "three", "four", "five"];

    public static TheoryData<string> Foreign => ["duckdb-snappy.parquet", "duckdb-gzip.parquet", "duckdb-zstd-v2.parquet"];

    [Theory]
    [InlineData(Type)]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")] // what curl says of everything
    [InlineData(null)]
    public async Task Table_IsTheSameVersion_AsOnTheCommandLine(string? type)
    {
        var client = await uploads.Server.TenantAsync($"table-{type?.Length ?? 0}");
        byte[] table = await PackedTables.OfAsync(Rows, Captions);
        var version = await SendAsync(client, table, type);
        var (manifest, skipped) = await FoundLocally.InAsync("t.parquet", table);
        Assert.Equal(version.GetProperty("hash").GetString(), (await SendAsync(client, manifest, null)).GetProperty("hash").GetString());
        Assert.Equal(["gone.png not_found", "notes.txt not_an_image"], skipped);
        Assert.Equal(skipped, FoundLocally.Skipped(version));
        Assert.True(version.GetProperty("has_metadata").GetBoolean());
        var ingest = version.GetProperty("ingest");
        Assert.Equal((3, 1, 2), (ingest.GetProperty("images").GetInt32(), ingest.GetProperty("duplicates").GetInt32(), ingest.GetProperty("skipped_count").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task TableOfAnotherWriter_IsTheSameVersion_AsOnTheCommandLine(string name)
    {
        var client = await uploads.Server.TenantAsync(name[..^8]);
        byte[] table = await FixtureAsync(name);
        var version = await SendAsync(client, table, Type);
        var (manifest, skipped) = await FoundLocally.InAsync(name, table);
        Assert.Equal(version.GetProperty("hash").GetString(), (await SendAsync(client, manifest, null)).GetProperty("hash").GetString());
        Assert.Equal(skipped, FoundLocally.Skipped(version));
    }

    [Fact]
    public async Task TablesInAForm_AreFolders_BesideItsFiles()
    {
        var client = await uploads.Server.TenantAsync("table-form");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(PackedFiles.Picture(9)), "f", "one/1.png" } };
        form.Add(new ByteArrayContent(await PackedTables.OfAsync((PackedFiles.Picture(1), "1.png"), (PackedFiles.Picture(2), null))), "f", "one.parquet");
        form.Add(new ByteArrayContent(await PackedTables.OfAsync([(PackedFiles.Picture(3), null)], ["x"])), "f", "two"); // by its bytes
        form.Add(new ByteArrayContent(await PackedTables.OfAsync((PackedFiles.Picture(4), null))), "f", "two");
        var version = await DatasetUploadTests.RegisteredAsync(await client.PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken));
        Assert.Equal(["two repeated_name"], FoundLocally.Skipped(version));
        string[] lines =
        [
            Line("one/1.png", 9), Line("one/1~00000000.png", 1), Line("one/00000001", 2), Line("two/00000000", 3, """{"caption":"x","label":0}"""),
        ];
        Assert.Equal(version.GetProperty("hash").GetString(), (await SendAsync(client, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines)), null)).GetProperty("hash").GetString());
    }

    [Fact]
    public async Task DamagedTableInAForm_IsNamed()
    {
        byte[] table = await PackedTables.OfAsync(Rows);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(PackedFiles.Picture(9)), "f", "a.png" }, { new ByteArrayContent(table[..^20]), "f", "t.parquet" } };
        var problem = await TestServer.ProblemAsync(await uploads.AttackAsync("table-form-cut", client => client.PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken)), 422, "invalid-dataset");
        Assert.StartsWith("'t.parquet': The table", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FormsOfManyTables_AreRefused()
    {
        byte[] table = await PackedTables.OfAsync(("x"u8.ToArray(), null));
        using var form = new MultipartFormDataContent();
        for (int i = 0; i < 101; i++) form.Add(new ByteArrayContent(table), "f", $"{i}.parquet");
        var problem = await TestServer.ProblemAsync(await uploads.AttackAsync("table-forms", client => client.PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken)), 422, "invalid-dataset");
        Assert.Contains("more than 100 tables", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsOfAllTablesOfAForm_AreCounted_AlsoThoseWithoutAnImage()
    {
        byte[] table = await PackedTables.OfAsync([(PackedFiles.Picture(1), null), .. Enumerable.Repeat<(byte[]?, string?)>((null, null), 59)]);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(table), "f", "a.parquet" }, { new ByteArrayContent(table), "f", "b.parquet" } };
        var problem = await TestServer.ProblemAsync(await uploads.AttackAsync("table-rows", client => client.PostAsync("/v1/datasets/d/versions", form, TestContext.Current.CancellationToken)), 422, "invalid-dataset");
        Assert.Equal("'b.parquet': The tables have more than 100 rows in all; take it in several parts.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task TooMuch_IsRefused_InASentence()
    {
        string long64 = new('x', (64 << 10) + 1);
        (byte[], string)[] cases =
        [
            (await PackedTables.OfTextAsync("image", "/etc/passwd"), "has only the paths of images, in its column 'image'"),
            (await PackedTables.OfTextAsync("caption", "x"), "has no column 'image' with bytes or paths (its columns: caption)"),
            (await PackedTables.OfPathsAsync("a\u001bb", "c.png"), "has only the paths of images, in its column 'a\uFFFDb'"),
            (await PackedTables.OfAsync([(PackedFiles.Picture(1), null)], [long64]), "has 65537 letters of text in row 0, the limit is 65536"),
            (await PackedTables.OfAsync([.. Enumerable.Repeat<(byte[]?, string?)>((PackedFiles.Picture(1), null), 101)]), "has more than 100 rows"),
            (await PackedTables.OfAsync([.. Enumerable.Range(0, 24).Select(i => ((byte[]?)PackedFiles.Bomb((1 << 20) - i), (string?)null))]), "has a row group that unpacks to more than"),
            (await PackedTables.OfAsync((null, "a.png"), ("x"u8.ToArray(), null)), "There is no image in what was sent; 2 files were skipped, among them 'a.png' (not_found)"),
        ];
        foreach (var (table, words) in cases)
        {
            var problem = await TestServer.ProblemAsync(await uploads.AttackAsync("table-much", client => UploadServer.SendAsync(client, "d", table, Type)), 422, "invalid-dataset");
            Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PathInATable_IsNotLookedAt()
    {
        string here = Path.Combine(uploads.Server.DirectoryPath, "secret.png");
        await File.WriteAllBytesAsync(here, PackedFiles.Picture(5), TestContext.Current.CancellationToken);
        var version = await SendAsync(await uploads.Server.TenantAsync("table-paths"), await PackedTables.OfAsync((PackedFiles.Picture(1), "a.png"), (null, here), (null, "https://127.0.0.1/b.png")), Type);
        Assert.Equal(["b.png not_found", "secret.png not_found"], FoundLocally.Skipped(version));
        File.Delete(here);
    }

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task DamagedTables_AreRefused_AndLeaveNothing(string name)
    {
        byte[] whole = await FixtureAsync(name);
        var random = new Random(23);
        string[] before = Spooled();
        foreach (int length in new[] { 0, 4, 11, whole.Length / 3, whole.Length / 2, whole.Length - 1 })
            await TestServer.ProblemAsync(await uploads.AttackAsync("table-cut", client => UploadServer.SendAsync(client, "d", whole[..length], Type)), 422, "invalid-dataset");
        for (int turn = 0; turn < 30; turn++)
        {
            var bytes = (byte[])whole.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--) bytes[random.Next(4, bytes.Length - 4)] = (byte)random.Next(256);
            var answer = await uploads.AttackAsync("table-bits", client => UploadServer.SendAsync(client, "d", bytes, Type));
            if ((int)answer.StatusCode != 201) await TestServer.ProblemAsync(answer, 422, "invalid-dataset");
        }

        Assert.Empty(Spooled().Except(before));
    }

    [Fact]
    public async Task SpooledTable_IsGone_AlsoWhenTheClientIs()
    {
        using var stopped = new CancellationTokenSource();
        using var tables = new SpooledTables(Options.Create(new UploadOptions { Tables = true, TablesAtOnce = 1 }));
        string[] before = Spooled();
        await using (var rows = tables.ReadAsync(new MemoryStream(await PackedTables.OfAsync(Rows)), new(new(name => name)), stopped.Token).GetAsyncEnumerator(stopped.Token))
        {
            Assert.True(await rows.MoveNextAsync());
            await stopped.CancelAsync();
        }

        Assert.Empty(Spooled().Except(before));
        Assert.Equal(5, await CountAsync(tables).WaitAsync(Patience, TestContext.Current.CancellationToken)); // its room is free again
    }

    [Fact]
    public async Task LongTextOfARow_IsLeftOut_AndTold()
    {
        var version = await SendAsync(await uploads.Server.TenantAsync("table-long"), await PackedTables.OfAsync([(PackedFiles.Picture(1), null), (PackedFiles.Picture(2), null)], [new('x', 8200), "y"]), Type);
        Assert.Equal(["metadata of 00000000 broken_metadata"], FoundLocally.Skipped(version));
        Assert.Equal(2, version.GetProperty("ingest").GetProperty("images").GetInt32());
    }

    [Fact]
    public async Task TableForAFullQueue_IsNotKept()
    {
        using var tables = new SpooledTables(Options.Create(new UploadOptions { Tables = true, TablesAtOnce = 1 }));
        await using var first = tables.ReadAsync(new MemoryStream(await PackedTables.OfAsync(Rows)), new(new(name => name)), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await first.MoveNextAsync());
        Task<int>[] waiting = [.. Enumerable.Range(0, 65).Select(_ => CountAsync(tables))];
        await Task.WhenAny(waiting).WaitAsync(Patience, TestContext.Current.CancellationToken); // one is refused: 64 wait
        using var body = new MemoryStream([1, 2, 3]);
        await Assert.ThrowsAsync<DeviceBusyException>(async () => await tables.ReadAsync(body, new(new(name => name)), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken).MoveNextAsync());
        Assert.Equal(0, body.Position);
        await first.DisposeAsync();
        await Assert.ThrowsAsync<DeviceBusyException>(() => Task.WhenAll(waiting).WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task FewTables_AreReadAtATime_AndABoundedNumberWaits()
    {
        using var tables = new SpooledTables(Options.Create(new UploadOptions { Tables = true, TablesAtOnce = 1 }));
        byte[] table = await PackedTables.OfAsync(Rows);
        var first = tables.ReadAsync(new MemoryStream(table), new(new(name => name)), TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await first.MoveNextAsync());
        Task<int>[] waiting = [.. Enumerable.Range(0, 65).Select(_ => CountAsync(tables))];
        await Assert.ThrowsAsync<DeviceBusyException>(async () => await await Task.WhenAny(waiting).WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(64, waiting.Count(one => !one.IsCompleted));
        await first.DisposeAsync();
        Assert.Equal(64, (await Task.WhenAll(waiting.Where(one => !one.IsFaulted)).WaitAsync(Patience, TestContext.Current.CancellationToken)).Count(rows => rows == 5));
    }

    private static async Task<int> CountAsync(SpooledTables tables)
    {
        int count = 0;
        await foreach (var row in tables.ReadAsync(new MemoryStream(await PackedTables.OfAsync(Rows)), new(new(name => name)), TestContext.Current.CancellationToken)) count++;
        return count;
    }

    private static string[] Spooled() => [.. Directory.EnumerateFiles(Path.GetTempPath(), "alignzeg-*")];

    private static string Line(string name, int picture, string? metadata = null) =>
        $$"""{"name": "{{name}}", "sha256": "{{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(PackedFiles.Picture(picture)))}}"{{(metadata is null ? "" : $", \"metadata\": {metadata}")}}}""";

    private static async Task<JsonElement> SendAsync(HttpClient client, byte[] body, string? type) => await DatasetUploadTests.RegisteredAsync(await UploadServer.SendAsync(client, "d", body, type));

    private static Task<byte[]> FixtureAsync(string name, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "AlignZeg.Datasets.Tests", "fixtures", "parquet", name), TestContext.Current.CancellationToken);
}
