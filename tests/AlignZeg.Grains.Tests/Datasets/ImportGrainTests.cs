using System.Text.Json;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Grains.Datasets.Imports;
using AlignZeg.Grains.Tests.Labelling;
using Xunit;

namespace AlignZeg.Grains.Tests.Datasets;

/// <summary>What an import keeps on this machine; that it imports is tested with the server.</summary>
public sealed class ImportGrainTests
{
    private const int Many = 9_000; // names and hashes that are kept in files

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_ThatHasFailed_HoldsNoFiles_AlsoWhereANewerSignatureCameMeanwhile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What files a process holds is read from /proc.");
        string spool = Directory.CreateTempSubdirectory("alignzeg-import-").FullName;
        await using var cluster = await LabellingCluster.StartAsync(configure: (number, silo) =>
        {
            LabellingCluster.WithoutWorkers(number, silo);
            silo.Configure<ImportOptions>(imports => imports.SpoolDirectory = spool);
        });
        var newer = new TaskCompletionSource();
        using var source = new PlainServer(async number =>
        {
            if (number == 0) await newer.Task;
            return 404; // nothing that is a container
        });
        await cluster.Blobs.WriteAsync("state/import/t/d/i.json", """{"steps":1}"""u8.ToArray(), cancellationToken: Token);
        var page = JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, Many).Select(i => new ImportedBlob($"{i}.png", $"{i:x64}", 1)));
        await cluster.Blobs.WriteAsync("tenants/t/datasets/d/imports/i/000000.json", page, cancellationToken: Token);
        var import = cluster.Grains.GetGrain<IImportGrain>(new ImportKey(new("t", "d"), "i").ToString());
        await import.StartAsync(new($"{source.Url}account/container", "sig=older", ""), Token);
        await Until.IsSoAsync(() => Task.FromResult(source.Requests == 1), "the list is asked for");
        Assert.NotEqual(0, FilesIn(spool));
        await import.StartAsync(new($"{source.Url}account/container", "sig=newer", ""), Token);
        newer.SetResult();
        await Until.IsSoAsync(async () => (await import.GetStatusAsync(Token)).Phase == ImportPhase.Failed, "the import has failed");
        Assert.Equal(0, FilesIn(spool));
    }

    // They have no names: only who holds them shows that they are there.
    private static int FilesIn(string directory) =>
        new DirectoryInfo("/proc/self/fd").EnumerateFiles().Count(file => file.LinkTarget?.StartsWith(directory, StringComparison.Ordinal) ?? false);
}
