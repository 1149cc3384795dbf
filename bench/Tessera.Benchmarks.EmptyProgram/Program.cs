// What every start-up figure is measured against: a program that does nothing.
return;
