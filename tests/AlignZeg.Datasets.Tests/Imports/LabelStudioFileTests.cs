using System.Text;
using System.Text.Json;
using AlignZeg.Datasets.Imports;

namespace AlignZeg.Datasets.Tests.Imports;

/// <summary>Tasks as Label Studio's description of its JSON has them.</summary>
public sealed class LabelStudioFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void PolygonsArePercent_LaterOnesOnTop_BoxesNoArea()
    {
        using var file = Open(Task(Annotation(
            Region("polygonlabels", 4, 2, """ "points":[[0,0],[75,0],[75,100],[0,100]],"closed":true,"polygonlabels":["tree"] """),
            Region("polygonlabels", 4, 2, """ "points":[[50,50],[100,50],[100,100],[50,100]],"polygonlabels":["car"] """),
            Region("rectanglelabels", 4, 2, """ "x":0,"y":0,"width":10,"height":10,"rotation":0,"rectanglelabels":["car"] """))));
        var image = Assert.Single(file.Read());
        Assert.Equal(["car", "tree"], file.Classes.Names);
        Assert.Equal([1, 1, 1, 255, 1, 1, 0, 0], image.Labels!.Ids);
        Assert.Equal((1L, 1), (image.Overlap, image.Skipped));
    }

    [Fact]
    public void Brushes_AreTheirAlpha_WhateverTheirColour()
    {
        // Two pixels of colour 9,8,7: the first painted, the second not. Packed by hand: no run, eight values one by one.
        using var file = Open(Task(Annotation(Region("brushlabels", 2, 1, $""" "format":"rle","rle":{Packed(9, 8, 7, 255, 9, 8, 7, 0)},"brushlabels":["car"] """))));
        Assert.Equal([0, 255], Assert.Single(file.Read()).Labels!.Ids);
    }

    [Fact]
    public void LabelsOfTheirOwn_BelongToTheRegionOfTheirId()
    {
        using var file = Open(Task(Annotation(
            """ {"id":"r1","type":"polygon","original_width":1,"original_height":1,"value":{"points":[[0,0],[100,0],[100,100],[0,100]]}} """,
            """ {"id":"r1","type":"labels","original_width":1,"original_height":1,"value":{"labels":["car"]}} """)));
        Assert.Equal([0], Assert.Single(file.Read()).Labels!.Ids);
    }

    [Fact]
    public void TheAnnotationThatCounts_IsTheTruth_ThenTheLast_ThenThePrediction()
    {
        string All(string name) => Region("polygonlabels", 1, 1, $""" "points":[[0,0],[100,0],[100,100],[0,100]],"polygonlabels":["{name}"] """);
        string Made(string name, string more = "") => $$"""{ {{more}} "result":[{{All(name)}}]}""";
        string Name(string annotations, string predictions)
        {
            using var file = Open($$"""{"data":{"image":"a.jpg"},"annotations":[{{annotations}}],"predictions":[{{predictions}}]}""");
            return file.Classes.Names[Assert.Single(file.Read()).Labels!.Ids[0]];
        }

        Assert.Equal("truth", Name(string.Join(',', Made("first"), Made("truth", "\"ground_truth\":true,"), Made("last")), Made("guess")));
        Assert.Equal("last", Name(string.Join(',', Made("first"), Made("last"), Made("skipped", "\"was_cancelled\":true,")), Made("guess")));
        Assert.Equal("guess", Name(Made("skipped", "\"was_cancelled\":true,"), Made("guess")));
    }

    [Theory]
    [InlineData("/data/upload/3/0a1b2c3d-caf%C3%A9.jpg", "café.jpg")]
    [InlineData("/data/local-files/?d=set%201/a.jpg", "set 1/a.jpg")]
    [InlineData("https://example.org/x/a%20b.jpg?sig=1", "x/a b.jpg")]
    [InlineData("s3://bucket/day/a.jpg", "day/a.jpg")]
    [InlineData("plain/a.jpg", "plain/a.jpg")]
    public void Names_AreThoseOfTheFiles(string source, string name) =>
        Assert.Equal(name, LabelStudioTask.NameOf(JsonDocument.Parse($$"""{"data":{"id":"7","image":"{{source}}"} }""").RootElement));

    [Theory]
    [InlineData("""{"image_rotation":90,"type":"polygonlabels","original_width":2,"original_height":1,"value":{"points":[],"polygonlabels":["car"]}}""", "turned in Label Studio")]
    [InlineData("""{"type":"polygonlabels","original_width":100000,"original_height":100000,"value":{"points":[],"polygonlabels":["car"]}}""", "100000x100000")]
    [InlineData("""{"type":"brushlabels","original_width":2,"original_height":1,"value":{"rle":[0,0,0,8],"brushlabels":["car"]}}""", "ends too early")]
    [InlineData("""{"type":"brushlabels","original_width":3,"original_height":1,"value":{"rle":[0,0,0,8,1,1,1,1],"brushlabels":["car"]}}""", "8 values where the image needs 12")]
    [InlineData("""{"type":"brushlabels","original_width":3,"original_height":1,"value":{"rle":[999],"brushlabels":["car"]}}""", "Label Studio's form")]
    [InlineData("", "no region")]
    public void OddTasks_AreTheImagesProblem(string region, string problem)
    {
        var fine = Region("polygonlabels", 1, 1, """ "points":[[0,0],[100,0],[100,100]],"polygonlabels":["car"] """);
        using var file = Open(Task(Annotation(region)), Task(Annotation(fine), "b.jpg"));
        var images = file.Read().ToList();
        Assert.Contains(problem, images[0].Problem, StringComparison.Ordinal);
        Assert.NotNull(images[1].Labels);
    }

    private static string Packed(params byte[] values)
    {
        var bits = new StringBuilder(Convert.ToString(values.Length, 2).PadLeft(32, '0') + "00111" + "0010" + "0011" + "0111" + "1111");
        bits.Append("0" + "00" + Convert.ToString(values.Length - 1, 2).PadLeft(3, '0'));
        foreach (var value in values) bits.Append(Convert.ToString(value, 2).PadLeft(8, '0'));
        while (bits.Length % 8 != 0) bits.Append('0');
        return $"[{string.Join(',', Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.ToString(8 * i, 8), 2)))}]";
    }

    private static string Region(string type, int width, int height, string value) =>
        $$"""{"id":"r","type":"{{type}}","from_name":"tag","to_name":"img","original_width":{{width}},"original_height":{{height}},"image_rotation":0,"value":{ {{value}} } }""";

    private static string Annotation(params string[] regions) => $$"""{"id":1,"completed_by":1,"was_cancelled":false,"result":[{{string.Join(',', regions)}}]}""";

    private static string Task(string annotation, string image = "/data/upload/1/0a1b2c3d-a.jpg") => $$"""{"id":1,"file_upload":"x","data":{"image":"{{image}}"},"annotations":[{{annotation}}],"predictions":[]}""";

    private LabelStudioFile Open(params string[] tasks) => LabelStudioFile.Open(_scratch.Add("tasks.json", $"[{string.Join(',', tasks)}]"), null);
}
