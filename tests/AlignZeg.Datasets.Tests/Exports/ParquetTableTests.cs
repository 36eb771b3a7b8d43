using System.Diagnostics;
using System.Text.Json;
using AlignZeg.Datasets.Exports;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Datasets.Tests.Exports;

/// <summary>Exported tables, read by hyparquet (npm, no code shared with the writer).</summary>
public sealed class ParquetTableTests
{
    private static readonly string[] Names = ["road", "car", "고양이 \"x\" <&>", "sky"];

    [Fact]
    public async Task AnotherReader_GetsEveryRow()
    {
        using var trip = ExportTrip.Random("parquet", Names, images: 230); // three row groups
        var table = await ReadAsync(trip["data/train-00000-of-00001.parquet"]);
        var rows = table.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal([100, 100, 30], table.GetProperty("groups").EnumerateArray().Select(one => one.GetInt32()));
        Assert.Equal(trip.Images.Select(image => image.Stem + ".jpg"), rows.Select(row => row.GetProperty("image").GetProperty("path").GetString()));
        Assert.All(rows, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("image").GetProperty("bytes").ValueKind));
        Assert.All(rows.Zip(trip.Images), pair =>
        {
            var mask = pair.First.GetProperty("mask");
            Assert.Equal(pair.Second.Map.Ids, LabelMapPng.Decode(mask.GetProperty("bytes").GetBytesFromBase64(), "mask").Ids);
            Assert.Equal(pair.Second.Stem + ".png", mask.GetProperty("path").GetString());
            Assert.Equal(pair.Second.Map.Ids.Where(id => id != LabelMap.Ignore8).Distinct().Order().Select(id => (int)id), pair.First.GetProperty("classes").EnumerateArray().Select(one => one.GetInt32()));
        });
        var features = JsonDocument.Parse(table.GetProperty("metadata").GetProperty("huggingface").GetString()!).RootElement.GetProperty("info").GetProperty("features");
        Assert.Equal(["Image", "Image", "Sequence"], new[] { "image", "mask", "classes" }.Select(name => features.GetProperty(name).GetProperty("_type").GetString()));
        Assert.Equal(Names, features.GetProperty("classes").GetProperty("feature").GetProperty("names").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal("ClassLabel", features.GetProperty("classes").GetProperty("feature").GetProperty("_type").GetString());
    }

    [Fact]
    public async Task Pictures_AreInTheTable_WhereTheyAreGiven_AndMapsWithoutAnyLabelToo()
    {
        using var scratch = new ScratchFolder();
        var blank = new LabelMap([255, 255], 2, 1);
        using (var session = new ExportSession(ExportFormats.Find("parquet"), new(scratch.Root), new(Names)))
        {
            session.Add("a.jpg", "a", blank, [1, 2, 3]);
            session.Add("b.jpg", "b", new LabelMap([3, 255], 2, 1));
            session.Add("c.jpg", "c", blank, [4]);
            Assert.True(session.Complete(partial: false).Lossless);
        }

        var rows = (await ReadAsync(scratch["data/train-00000-of-00001.parquet"])).GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["AQID", null, "BA=="], rows.Select(row => row.GetProperty("image").GetProperty("bytes").GetString()));
        Assert.Equal(["", "3", ""], rows.Select(row => string.Join(',', row.GetProperty("classes").EnumerateArray())));
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(scratch.Root).Select(Path.GetFileName));
        Assert.Single(Directory.EnumerateFiles(scratch["data"]));
    }

    [Fact]
    public async Task TableOfNothing_StillHasItsColumns()
    {
        using var trip = new ExportTrip("parquet", Names);
        Assert.Empty((await ReadAsync(trip["data/train-00000-of-00001.parquet"])).GetProperty("rows").EnumerateArray());
    }

    private static async Task<JsonElement> ReadAsync(string file)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Tools(), "parquet", "read.mjs"), file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(await output).RootElement;
    }

    private static string Tools()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "tests", "tools", "package.json"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "tools");
    }
}
