using Tessera.Adapters.Training;

namespace Tessera.Adapters.Tests.Training;

/// <summary>I see how training goes while it goes, and its curves afterwards, few enough points that a page stays small.</summary>
public class TrainingCurveSpecs
{
    [Fact]
    public void Few_experts_have_a_line_each_beside_the_mean_and_its_spread()
    {
        var lines = new TrainingCurves(["a", "b"], [[4, 2], [2, 1]]).Series.Lines;

        lines.Select(line => line.Name).Should().Equal("mean of 2 experts", "a", "b");
        lines[0].Points.Select(point => (point.X, point.Y)).Should().Equal((1, 3), (2, 1.5));
        lines[0].Points[0].Low.Should().BeApproximately(2.2, 1e-9);
        lines[0].Points[0].High.Should().BeApproximately(3.8, 1e-9);
        lines[2].Points[1].Y.Should().Be(1);
    }

    [Fact]
    public void Many_experts_have_the_mean_alone()
    {
        string[] names = [.. Enumerable.Range(0, 58).Select(expert => $"task {expert}")];

        new TrainingCurves(names, [.. names.Select(_ => (IReadOnlyList<float>)[3, 2, 1])]).Series.Lines.Should().ContainSingle().Which.Name.Should().Be("mean of 58 experts");
    }

    [Fact]
    public void Long_curves_are_thinned_out_by_means_of_neighbours()
    {
        float[] losses = [.. Enumerable.Range(0, 1500).Select(step => (float)step)];

        var line = new TrainingCurves(["only"], [losses]).Series.Lines.Should().ContainSingle().Which;

        line.Points.Should().HaveCount(200);
        line.Points.Should().OnlyContain(point => Math.Abs(point.Y - (point.X - 1)) < 1e-9, "each point stands in the middle of its steps");
        line.Points.Average(point => point.Y).Should().BeApproximately(749.5, 0.5);
    }

    [Fact]
    public void The_last_loss_is_that_of_the_last_tenth() =>
        new TrainingCurves(["only"], [[.. Enumerable.Range(0, 40).Select(step => step < 36 ? 9f : 1f)]]).Final.Should().Equal(1);

    [Fact]
    public void Progress_tells_step_loss_and_the_time_that_is_left()
    {
        using var context = new RecordingContext();
        var time = new ManualTime();
        var watch = new TrainingWatch(context, time, 120);

        for (var step = 0; step < 30; step++)
        {
            time.Seconds += 2;
            watch.Tell(0, new TrainingProgress(step, [1.5f, 0.5f]));
        }

        context.Metrics["loss"].Should().Be(1);
        context.Told[^1].Should().Be("step 30 of 120, loss 1.0000, 3 min left");
        context.Told.Should().HaveCount(30);
    }

    [Fact]
    public void Progress_is_told_at_most_once_a_second_and_at_the_end()
    {
        using var context = new RecordingContext();
        var watch = new TrainingWatch(context, new ManualTime(), 20);

        for (var step = 0; step < 10; step++) watch.Tell(0, new TrainingProgress(step, [1]));
        for (var step = 0; step < 10; step++) watch.Tell(10, new TrainingProgress(step, [1]));

        context.Told.Select(message => message[..10]).Should().Equal("step 1 of ", "step 20 of");
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
