using System.Text.Json;

namespace AlignZeg.Cli.Tests;

[Collection(InTurn.Name)]
public sealed class HostileInputTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task HostileImages_FailByThemselves()
    {
        var images = Directory.CreateDirectory(_folder["images"]).FullName;
        var good = Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(good, TestContext.Current.CancellationToken);
        File.Copy(good, Path.Combine(images, "good" + Path.GetExtension(good)));
        await WriteAsync(images, "empty.jpg", []);
        await WriteAsync(images, "text.jpg", "this is no picture"u8.ToArray());
        await WriteAsync(images, "cut.jpg", bytes[..(bytes.Length / 2)]);
        await WriteAsync(images, "noise.png", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. new byte[400]]);

        var outcome = (await AlignZegProcess.RunAsync("label", images, "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--json")).Expect(3);

        Assert.Equal(4, outcome.Last.GetProperty("failed").GetInt32());
        Assert.Equal(1, outcome.Last.GetProperty("done").GetInt32());
        var records = (await Results.LinesAsync(_folder["out"])).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(records.Where(record => record.GetProperty("status").GetString() == "failed"), record =>
        {
            Assert.NotEmpty(record.GetProperty("reason").GetString()!);
            Assert.Contains(record.GetProperty("name").GetString()!, record.GetProperty("error").GetString(), StringComparison.Ordinal);
        });
        Assert.Single(Directory.EnumerateFiles(_folder["out/masks"]));
    }

    [Fact]
    public async Task Names_MayHoldAnything()
    {
        string[] names = ["고양이.jpg", "café au lait.jpg", "药品#1.jpg", "100%25 sure?.jpg", "a&b=c;d.jpg", "sub folder/ä+b.jpg", "sub folder/same.jpg", "other/same.jpg", "dots...jpg", "'quoted' \"twice\".jpg"];
        var images = _folder["images"];
        var good = Directory.EnumerateFiles(reference.Images, "*.jpg").Order(StringComparer.Ordinal).First();
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(images, name))!);
            File.Copy(good, Path.Combine(images, name));
        }

        var outcome = (await AlignZegProcess.RunAsync("label", images, "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--json")).Expect(0);

        Assert.Equal(names.Length, outcome.Last.GetProperty("done").GetInt32());
        var records = (await Results.LinesAsync(_folder["out"])).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(records, record => Assert.True(File.Exists(Path.Combine(_folder["out"], record.GetProperty("mask").GetString()!))));
        Assert.Equal(names.Length, records.Select(record => record.GetProperty("mask").GetString()).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static Task WriteAsync(string folder, string name, byte[] bytes) => File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, TestContext.Current.CancellationToken);
}
