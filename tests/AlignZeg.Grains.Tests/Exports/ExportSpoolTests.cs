using AlignZeg.Datasets.Exports;
using AlignZeg.Grains.Exports;
using Xunit;

namespace AlignZeg.Grains.Tests.Exports;

public sealed class ExportSpoolTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("alignzeg-spool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void WhatAKilledProcessLeft_IsDeleted_AndWhatIsWrittenStays()
    {
        string left = Path.Combine(_directory, "alignzeg-export-left");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "a"), "a");
        File.WriteAllText(left + ".lock", "");
        using var written = Open();
        written.Folder.Write("a.txt", "a");
        Assert.False(Directory.Exists(left));
        using (var other = Open()) other.Folder.Write("b.txt", "b");
        Assert.Equal([Path.Combine(written.Folder.Root, "a.txt")], Directory.EnumerateFiles(_directory, "*.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public void ExportThatIsTooLarge_EndsWithASentence()
    {
        using var spool = Open();
        spool.Folder.Write("small.bin", new byte[5_000]);
        for (int i = 0; i < 500; i++) spool.Grew();
        spool.Folder.Write("large.bin", new byte[6_000]);
        var failure = Assert.Throws<ExportException>(() =>
        {
            for (int i = 0; i < 500; i++) spool.Grew();
        });
        Assert.Contains("10,000 bytes", failure.Message, StringComparison.Ordinal);
    }

    private ExportSpool Open() => ExportSpool.Open(new() { SpoolDirectory = _directory, MaxSpoolBytes = 10_000 });
}
