using System.Text;
using System.Text.Json;
using AlignZeg.Servers;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;

namespace AlignZeg.Cli.Tests;

/// <summary>A container of Azure Blob Storage in place of a folder.</summary>
public sealed class BlobFolderTests(ReferenceRun reference) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prefix_GivesWhatItsFilesGive_GoesOnWithAnotherSignature_AndNoSignatureIsTold()
    {
        await using var azurite = TestServers.Azurite();
        azurite.Require();
        await azurite.StartAsync();
        var container = new BlobContainerClient(azurite.ConnectionString, "photos");
        await container.CreateAsync(cancellationToken: Cancellation);
        string[] files = [.. Directory.EnumerateFiles(reference.Images).Order(StringComparer.Ordinal).Take(3)];
        foreach (string file in files) await container.GetBlobClient($"in/{Path.GetFileName(file)}").UploadAsync(file, Cancellation);
        await container.UploadBlobAsync("in/notes.txt", BinaryData.FromString("x"), Cancellation);
        await container.UploadBlobAsync("in/bad.png", BinaryData.FromString("x"), Cancellation);
        string[] Command(string address) => ["label", address, "--vocabulary", reference.Vocabulary, "--output", _folder["out"], "--no-overlay", "--json"];

        var first = (await AlignZegProcess.RunAsync(Command(At(container, 1)))).Expect(0);
        Assert.Contains("(1 other files left out) (not taken: 1 not_an_image (bad.png)", first.Output, StringComparison.Ordinal);
        var records = (await Results.LinesAsync(_folder["out"])).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(files.Select(Path.GetFileName), records.Select(record => record.GetProperty("entry").GetString()));
        Assert.All(records, record => Assert.Equal($"{container.Uri}/in/", record.GetProperty("archive").GetString()));
        foreach (string mask in files.Select(file => $"masks/{Path.GetFileNameWithoutExtension(file)}.png"))
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(reference.Output, mask), Cancellation), await File.ReadAllBytesAsync(_folder[$"out/{mask}"], Cancellation));

        var again = (await AlignZegProcess.RunAsync(Command(At(container, 2)))).Expect(0);
        Assert.Contains("Every image has its result already", again.Output, StringComparison.Ordinal);
        var same = (await AlignZegProcess.RunAsync("dataset", "diff", reference.Images, At(container, 1), "--json")).Expect(3);
        Assert.Equal((3, 0), (same.Last.GetProperty("same").GetInt32(), same.Last.GetProperty("added").GetArrayLength()));

        var wrong = await AlignZegProcess.RunAsync(Command(At(container, 1).Replace("sig=", "sig=x", StringComparison.Ordinal)));
        wrong.ExpectSentence(2, "refuses the signature", $"{container.Uri}'");
        var refused = await AlignZegProcess.RunAsync("split", At(container, 1), "--output", _folder["parts"]);
        refused.ExpectSentence(2, $"'{container.Uri}/in/' is an address");
        Assert.All([first, again, same, wrong, refused], outcome => Assert.DoesNotContain("sig=", outcome.Output + outcome.Error, StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain("sig=", file + Encoding.UTF8.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    private static string At(BlobContainerClient container, int hours)
    {
        var signed = container.GenerateSasUri(BlobContainerSasPermissions.List | BlobContainerSasPermissions.Read, TimeProvider.System.GetUtcNow().AddHours(hours));
        return $"{signed.GetLeftPart(UriPartial.Path)}/in/{signed.Query}";
    }
}
