using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace AlignZeg.Client.Tests.Package;

public sealed class PackageTests
{
    [Fact]
    public async Task Package_HoldsLibraryDocsAndReadme_AndNeedsNothingOfOurs()
    {
        string folder = Directory.CreateTempSubdirectory("alignzeg-package-").FullName;
        try
        {
            await PackAsync(folder);
            await using var package = await ZipFile.OpenReadAsync(Assert.Single(Directory.GetFiles(folder, "AlignZeg.Client.*.nupkg")));
            var names = package.Entries.Select(entry => entry.FullName).ToList();
            Assert.Superset(new HashSet<string> { "README.md", "lib/net10.0/AlignZeg.Client.dll", "lib/net10.0/AlignZeg.Client.xml" }, names.ToHashSet());
            await using var specification = await package.GetEntry("AlignZeg.Client.nuspec")!.OpenAsync();
            var content = await XDocument.LoadAsync(specification, LoadOptions.None, CancellationToken.None);
            string[] needs = [.. content.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal)];
            Assert.Equal(["Microsoft.Extensions.Http", "Microsoft.Extensions.Options.DataAnnotations"], needs);
            Assert.Equal("README.md", content.Descendants().Single(element => element.Name.LocalName == "readme").Value);
            Assert.DoesNotContain(content.Descendants(), element => element.Name.LocalName == "frameworkReference");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PackAsync(string folder)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet", ["pack", Path.Combine(Sources.Root, "src/AlignZeg.Client"), "--no-build", "--nologo", "-c", configuration, "-o", folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
    }
}
