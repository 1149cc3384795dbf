using Tessera.Debugging.Tasks;
using Tessera.Tests;

namespace Tessera.Debugging.Tests.Tasks;

/// <summary>The tasks among the samples, and which of their tests fail until they are solved.</summary>
internal static class SampleTasks
{
    public static IReadOnlyDictionary<string, string[]> FailingTests { get; } = new Dictionary<string, string[]>
    {
        ["tasks/column-formats"] = ["test_every_column_keeps_its_format", "test_every_column_shows_its_own_value"],
        ["tasks/discount-cache"] = ["test_a_member_pays_less_after_a_guest", "test_nobodys_price_depends_on_who_came_before", "test_two_shops_do_not_share_a_price"],
        ["tasks/expired-holds"] = ["test_all_that_expired_go_in_one_night", "test_every_reader_of_a_night_is_written_to", "test_others_stay_in_their_order"],
        ["tasks/frame-decoder"] =
        [
            "test_a_value_after_a_damaged_one_is_right", "test_after_a_frame_that_becomes_too_long_by_an_escape", "test_after_a_frame_without_an_end",
            "test_after_a_wrong_check_sum", "test_after_an_escape_that_breaks_off",
        ],
        ["tasks/instalment-plan"] =
        [
            "test_a_loan_without_interest_ends_with_its_last_payment", "test_a_price_paid_in_parts_is_settled",
            "test_half_a_cent_goes_to_the_first_instalments", "test_half_a_cent_is_rounded_up",
        ],
        ["tasks/last-seat"] = ["test_two_who_want_the_last_seat_get_one_ticket"],
        ["tasks/log-digest"] = ["test_a_log_is_read_once", "test_every_measure_sees_every_request", "test_the_order_of_measures_changes_nothing_else"],
        ["tasks/name-index"] =
        [
            "test_a_member_is_there_once", "test_a_sharp_s_in_capitals_is_found", "test_the_beginning_of_any_word_finds", "test_the_way_a_name_is_stored_does_not_matter",
        ],
        ["tasks/rolling-peak"] =
        [
            "test_a_falling_load_is_followed", "test_a_second_peak_prolongs_an_alarm", "test_an_alarm_ends_when_its_peak_has_left_the_window",
            "test_equal_readings_keep_the_window_moving", "test_every_window_agrees_with_a_plain_search",
        ],
        ["tasks/seating-plan"] = ["test_a_seat_sold_for_one_show_is_free_in_the_next", "test_occupancy_counts_what_was_sold", "test_one_show_sold_out_leaves_the_other"],
        ["tasks/settings-fallback"] = ["test_a_file_that_makes_no_sense_is_refused", "test_the_customers_file_is_taken"],
        ["tasks/shift-hours"] =
        [
            "test_the_hour_that_comes_twice_can_be_told_apart", "test_the_longest_night_is_paid_in_full",
            "test_the_night_that_gains_an_hour_has_nine", "test_the_night_that_loses_an_hour_has_seven",
        ],
        ["tasks-debug-gym/word-ladder"] = ["test_a_ladder_changes_one_letter_at_a_time"],
        ["tasks-exercism/tide-table"] =
        [
            "test_a_level_that_stays_counts_once_at_its_first_reading", "test_no_readings_have_no_range", "test_one_high_tide",
            "test_range", "test_several_high_tides", "test_the_ends_are_no_high_tides",
        ],
    };

    public static TheoryData<string> All => [.. FailingTests.Keys];

    public static TheoryData<string> Solved => [.. FailingTests.Keys.Where(place => Read(place).Solution is not null)];

    public static DebugTask Read(string place) => DebugTasks.Read(Path.Combine(Repository.Samples, place))[0];
}
