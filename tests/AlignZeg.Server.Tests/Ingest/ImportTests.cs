using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Datasets.Tests.Archives;
using Azure.Storage.Sas;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;

namespace AlignZeg.Server.Tests.Ingest;

public sealed class ImportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Container_BecomesAVersion_ThatIsTheSameAsFromAnArchive()
    {
        await using var world = await ImportServer.StartAsync();
        var client = await world.Server.TenantAsync("t");
        var (address, _) = await world.ContainerAsync(
            "whole", 12, ("photos/again.png", PackedFiles.Picture(3)), ("photos/notes.txt", "x"u8.ToArray()), ("photos/.hidden.png", PackedFiles.Picture(50)), ("other/1.png", PackedFiles.Picture(60)), ("photos/../up.png", PackedFiles.Picture(61)));
        var started = await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "i", container = address, prefix = "photos/" }, Token);
        Assert.Equal((202, "/v1/datasets/d/imports/i"), ((int)started.StatusCode, started.Headers.Location!.ToString()));
        var import = await AwaitAsync(client, "d/imports/i", "completed");
        Assert.Equal((13, 1, 1), (import.GetProperty("images").GetInt32(), import.GetProperty("duplicates").GetInt32(), import.GetProperty("version").GetInt32()));
        Assert.Contains("""{"name":"notes.txt","reason":"not_an_image"}""", import.GetProperty("skipped").GetRawText(), StringComparison.Ordinal);
        var zip = PackedFiles.Zip([.. Enumerable.Range(0, 12).Select(i => ($"{i:D3}.png", PackedFiles.Picture(i))), ("again.png", PackedFiles.Picture(3))]);
        var same = await DatasetUploadTests.RegisteredAsync(await UploadServer.SendAsync(client, "d", zip, "application/zip"));
        Assert.Equal(1, same.GetProperty("number").GetInt32());
        Assert.Contains("\"d\"", await client.GetStringAsync("/v1/datasets", Token), StringComparison.Ordinal);
        await TestServer.ProblemAsync(await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "i", container = address, prefix = "other/" }, Token), 409, "import-conflict");
        Assert.Equal(202, (int)(await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "i", container = world.SignedOf("whole").Address, prefix = "photos/" }, Token)).StatusCode);
        await TestServer.ProblemAsync(await client.GetAsync("/v1/datasets/d/imports/other", Token), 404, "import-not-found");
        await TestServer.ProblemAsync(await (await world.Server.TenantAsync("stranger")).GetAsync("/v1/datasets/d/imports/i", Token), 404, "import-not-found");
    }

    [Fact]
    public async Task LostActivation_GoesOnWhereItWas_AndTheSignatureIsGoneAtTheEnd()
    {
        await using var world = await ImportServer.StartAsync();
        var client = await world.Server.TenantAsync("t");
        var (address, signature) = await world.ContainerAsync("long", 23);
        world.Blobs.Free = 12; // two steps and a part of the third
        var answer = await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "i", container = address }, Token);
        string told = await answer.Content.ReadAsStringAsync(Token);
        await world.Blobs.Held.WaitAsync(TimeSpan.FromSeconds(30), Token);
        told += await client.GetStringAsync("/v1/datasets/d/imports/i", Token);
        Assert.Contains("\"images\":10", told, StringComparison.Ordinal);
        Assert.Contains(signature, Unescaped(StateOf(world)), StringComparison.Ordinal);
        var grain = world.Server.Services.GetRequiredService<IGrainFactory>().GetGrain<IImportGrain>("t/d/i");
        Assert.NotEmpty((await world.Server.Services.GetRequiredService<IReminderTable>().ReadRows(grain.GetGrainId())).Reminders);
        await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        world.Blobs.Free = int.MaxValue;
        int before = world.Blobs.Images;
        var import = await AwaitAsync(client, "d/imports/i", "completed");
        Assert.Equal(23, import.GetProperty("images").GetInt32());
        Assert.InRange(world.Blobs.Images - before, 11, 13); // of the third step those that were not stored, and all of the rest: nothing of the first two
        told += import.GetRawText();
        Assert.DoesNotContain(signature, told, StringComparison.Ordinal);
        Assert.DoesNotContain(signature, world.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(signature), world.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", StateOf(world), StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFiles(world.Server.DirectoryPath, "*", SearchOption.AllDirectories))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Uri.EscapeDataString(signature))) < 0, file);
    }

    [Fact]
    public async Task SignatureThatDoesNotDo_FailsTheImport_AndABetterOneGoesOn()
    {
        await using var world = await ImportServer.StartAsync();
        var client = await world.Server.TenantAsync("t");
        await world.ContainerAsync("poor", 3);
        var (poor, signature) = world.SignedOf("poor", BlobContainerSasPermissions.Write);
        await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "i", container = poor }, Token);
        var failed = await AwaitAsync(client, "d/imports/i", "failed");
        Assert.Contains("refuses the signature", failed.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(signature, failed.GetRawText() + world.Logs, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", StateOf(world), StringComparison.Ordinal);
        await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "i", container = world.SignedOf("poor").Address }, Token);
        Assert.Equal(3, (await AwaitAsync(client, "d/imports/i", "completed")).GetProperty("images").GetInt32());
        await client.PostAsJsonAsync("/v1/datasets/d/imports", new { id = "none", container = world.SignedOf("nowhere").Address }, Token);
        Assert.Contains("There is no container", (await AwaitAsync(client, "d/imports/none", "failed")).GetProperty("problem").GetString(), StringComparison.Ordinal);
        await client.PostAsJsonAsync("/v1/datasets/e/imports", new { id = "empty", container = world.SignedOf("poor").Address, prefix = "zzz" }, Token);
        Assert.Contains("no images", (await AwaitAsync(client, "e/imports/empty", "failed")).GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AwaitAsync(HttpClient client, string import, string phase)
    {
        for (long start = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50, Token))
        {
            var view = await client.GetFromJsonAsync<JsonElement>($"/v1/datasets/{import}", Token);
            if (view.GetProperty("phase").GetString() == phase) return view;
            if (view.GetProperty("phase").GetString() != "running" || TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"The import is: {view}");
        }
    }

    private static string StateOf(ImportServer world) => File.ReadAllText(Path.Combine(world.Server.DirectoryPath, "data", "state", "import", "t", "d", "i.json"));

    private static string Unescaped(string state) => Uri.UnescapeDataString(JsonDocument.Parse(state).RootElement.GetProperty("signature").GetString()!);
}
