using System.Runtime.CompilerServices;
using AlignZeg.Datasets.Images;
using AlignZeg.Grains.Datasets;
using AlignZeg.Grains.Devices;
using AlignZeg.Grains.Exports;
using AlignZeg.Grains.Hosting;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Shards;
using AlignZeg.Grains.Workers;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AlignZeg.Grains.Tests.Hosting;

public sealed class ClusterConfigurationTests
{
    private const string Directory = "Storage:Directory";

    public static TheoryData<string> Presets() => [.. System.IO.Directory.EnumerateFiles(Folder(), "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Preset_BindsWhole(string file)
    {
        var configuration = new ClusterConfiguration(new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder(), file)).Build());
        BindAll(configuration);
        Assert.True(configuration.Storage.Directory is null != configuration.Storage.Azure is null);
    }

    [Theory]
    [InlineData("Colour:Red", "1", "Colour")]
    [InlineData("Cluster:Port", "1", "section Cluster: there is no key 'Port'; the keys are Id, Redis, Address")]
    [InlineData("Cluster:SiloPort", "70000", "SiloPort")]
    [InlineData("Cluster:SiloPort", "many", "Cluster:SiloPort 'many' is not a whole number")]
    [InlineData("Cluster:SiloPort:Extra", "1", "Cluster:SiloPort is a whole number in range, not a section")]
    [InlineData("Cluster:Address", "10.0.0.1:11111", "without a port")]
    [InlineData("Storage:Azure:Links:Life", "1", "section Storage:Azure:Links: there is no key 'Life'")]
    [InlineData("Storage:FlushToDisk", "perhaps", "Storage:FlushToDisk 'perhaps' is not true or false")]
    [InlineData("Storage:Azure:ConnectionString", "x", "either")]
    [InlineData("Workers:LeaseImage", "1", "LeaseImage")]
    [InlineData("Storage:GrainState", "disk", "Storage:GrainState 'disk' is not one of blobs, redis")]
    [InlineData("Exports:AtATimes", "1", "section Exports")]
    [InlineData("Storage:GrainState", "redis", "Cluster:Redis")]
    public void WrongKeyOrValue_IsNamed(string key, string value, string named)
    {
        var values = new Dictionary<string, string?> { [Directory] = "data", [key] = value };
        var exception = Assert.Throws<InvalidDataException>(() => BindAll(new(new ConfigurationBuilder().AddInMemoryCollection(values).Build())));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Binder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SectionThatNoFileMayHave_IsAMistakeOfOurs()
    {
        var configuration = new ClusterConfiguration(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [Directory] = "data" }).Build());
        Assert.Throws<ArgumentException>(() => configuration.Bind("Colours", new JobOptions()));
    }

    [Theory]
    [InlineData("data", "/etc/alignzeg/data")]
    [InlineData("../data", "/etc/data")]
    [InlineData("/srv/data", "/srv/data")]
    public void Directory_StartsAtTheFolderOfTheFile(string written, string meant)
    {
        var source = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [Directory] = written }).Build();
        Assert.Equal(meant, new ClusterConfiguration(source, "/etc/alignzeg").Storage.Directory);
    }

    [Theory]
    [InlineData(null, GrainStatePlace.Blobs)]
    [InlineData("blobs", GrainStatePlace.Blobs)]
    [InlineData("redis", GrainStatePlace.Redis)]
    public void GrainState_IsInBlobs_UnlessRedisIsChosen(string? written, GrainStatePlace meant)
    {
        var values = new Dictionary<string, string?> { [Directory] = "data", ["Cluster:Redis"] = "localhost:6379", ["Storage:GrainState"] = written };
        if (written is null) values.Remove("Storage:GrainState");
        Assert.Equal(meant, new ClusterConfiguration(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Storage.GrainState);
    }

    [Fact]
    public void ConfiguredDevices_TakeThePlaceOfTheDefault()
    {
        var options = new DeviceOptions();
        new ClusterConfiguration(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [Directory] = "data", ["Devices:Devices:0"] = "cuda" }).Build()).Bind("Devices", options);
        Assert.Equal(["cuda"], options.Devices);
    }

    [Fact]
    public void NoStorage_IsSaid()
    {
        var exception = Assert.Throws<InvalidDataException>(() => new ClusterConfiguration(new ConfigurationBuilder().Build()));
        Assert.Contains("Storage:Directory", exception.Message, StringComparison.Ordinal);
    }

    private static void BindAll(ClusterConfiguration configuration)
    {
        configuration.Bind("Devices", new DeviceOptions());
        configuration.Bind("Workers", new WorkerOptions());
        configuration.Bind("Datasets", new DatasetOptions());
        configuration.Bind("Exports", new ExportOptions());
        configuration.Bind("Shards", new ShardOptions());
        configuration.Bind("Jobs", new JobOptions());
        configuration.Bind("Images", new ImageDecodingOptions());
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "configs", "cluster"));
}
